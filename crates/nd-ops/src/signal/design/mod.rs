//! Filters made for a purpose, and the forms in which they are given.

mod elliptic;
mod fir;
mod fir_shapes;
mod iir;
mod prototypes;
mod response;
mod roots;
mod sections;
mod zpk;

pub use fir::{FirOptions, firwin, firwin_with, kaiser_atten, kaiser_beta};
pub use fir_shapes::{firwin2, firwin2_with};
pub use iir::{
    Band, DesignOptions, bessel, bessel_with, butter, butter_with, cheby1, cheby1_with, cheby2,
    cheby2_with, ellip, ellip_with, iirfilter, iirfilter_with, iirnotch, iirpeak,
};
pub use prototypes::{BesselNorm, Family};
pub use response::{
    Delays, FrequencyOptions, Response, freqz, freqz_at, freqz_sos, freqz_sos_with, freqz_with,
    group_delay, group_delay_with,
};
pub use sections::{Pairing, SectionOptions, zpk2sos, zpk2sos_with};
pub use zpk::{TransferFunction, Zpk, sos2tf, sos2zpk, tf2sos, tf2zpk, zpk2tf};
