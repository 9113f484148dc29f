#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| apcheck_fuzz::workbook(data));
