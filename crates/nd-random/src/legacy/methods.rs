//! The shape of a method that draws from a distribution.

/// Methods whose parameters broadcast, one from each line
/// `name(parameter: type in domain, …) -> drawn: a distribution of the parameters;`.
macro_rules! methods {
    ($(
        $(#[$doc:meta])*
        $name:ident($($parameter:ident: $T:ident in $domain:ident),+) -> $Out:ident: $make:expr;
    )*) => {
        impl<B: BitGenerator> RandomState<B> {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// [`RandomError::Parameter`] for a parameter outside its domain,
            /// [`RandomError::Shape`] if the parameters do not broadcast to the size.
            pub fn $name<S: Size<$Out>>(
                &mut self,
                $($parameter: impl Operand<$T>,)+
                size: S,
            ) -> Result<S::Out, RandomError> {
                let parameters = (
                    $(Parameter::new(
                        stringify!($parameter), $parameter.operand(), Domain::$domain
                    ),)+
                );
                let make = |($($parameter,)+)| $make;
                draw(&mut self.source, stringify!($name), size, parameters, make)
            }
        )*}
    };
}
pub(super) use methods;
