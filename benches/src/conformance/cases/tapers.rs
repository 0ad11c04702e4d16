//! Windows that taper segments of signals.

use super::{Random, Recorder};
use nd::signal::Window;
use nd::signal::windows::Ends;
use serde_json::json;

/// Every window, periodic or symmetric, by SciPy's name and numbers.
pub(super) fn windows(random: &mut Random, recorder: &mut Recorder) {
    let share = if random.one_in(8) { f64::from(random.one_in(2)) } else { random.unit() };
    let wide = 0.5 + 8.0 * random.unit();
    let weights: Vec<f64> = (0..1 + random.below(5)).map(|_| random.unit()).collect();
    let most = *random.pick(&[4, 30, 300]);
    let len = random.below(most);
    let (window, told) = match random.below(21) {
        0 => (Window::Boxcar, json!(["boxcar"])),
        1 => (Window::Triang, json!(["triang"])),
        2 => (Window::Bartlett, json!(["bartlett"])),
        3 => (Window::BartHann, json!(["barthann"])),
        4 => (Window::Hann, json!(["hann"])),
        5 => (Window::Hamming, json!(["hamming"])),
        6 => (Window::Blackman, json!(["blackman"])),
        7 => (Window::BlackmanHarris, json!(["blackmanharris"])),
        8 => (Window::Nuttall, json!(["nuttall"])),
        9 => (Window::FlatTop, json!(["flattop"])),
        10 => (Window::Cosine, json!(["cosine"])),
        11 => (Window::Tukey(share), json!(["tukey", share])),
        12 => (Window::Gaussian(wide), json!(["gaussian", wide])),
        13 => (Window::GeneralCosine(weights.clone()), json!(["general_cosine", weights])),
        14 => (Window::GeneralHamming(share), json!(["general_hamming", share])),
        15 => (Window::Kaiser(wide), json!(["kaiser", wide])),
        16 => (Window::Parzen, json!(["parzen"])),
        17 => (Window::Bohman, json!(["bohman"])),
        18 => (Window::Exponential(wide), json!(["exponential", wide])),
        _ => {
            let wide = 0.5 + 3.0 * random.unit();
            (Window::Dpss(wide), json!(["dpss", wide]))
        }
    };
    let (ends, sym) = *random.pick(&[(Ends::Symmetric, true), (Ends::Periodic, false)]);
    let parameters = json!({ "window": told, "M": len, "sym": sym });
    recorder.case("signal.window", vec![], parameters, || window.values(len, ends));
}
