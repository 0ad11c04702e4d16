//! `#[derive(Record)]` for [nd-io](https://docs.rs/nd-io): a struct's fields as a structured dtype.
#![forbid(unsafe_code)]

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Fields, LitStr, Path, Result, parse_quote};

/// Implements `nd_io::Record` for a `#[repr(C)]` struct.
///
/// | attribute | on | what |
/// |---|---|---|
/// | `#[record(name = "x")]` | a field | its name in the file, if not the struct's |
/// | `#[record(padding)]` | a field | bytes without a name, as `align=True` makes |
/// | `#[record(crate = "nd::io")]` | the struct | where to find nd-io, if not at `::nd_io` |
///
/// Fields of tuple structs are called `f0`, `f1`, …, as NumPy calls them.
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.span(), "Record: only a struct has fields"));
    };
    if matches!(data.fields, Fields::Unit) {
        return Err(Error::new(input.span(), "Record: a record has at least one field"));
    }
    if !input.attrs.iter().any(is_repr_c) {
        let message = "Record: #[repr(C)] is needed, or the order of the fields in memory is open";
        return Err(Error::new(input.ident.span(), message));
    }
    let krate = krate(input)?;
    let fields = data.fields.iter().enumerate().map(|(i, field)| entry(&krate, i, field));
    let fields = fields.collect::<Result<Vec<_>>>()?;
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics #krate::Record for #name #arguments #bounds {
            fn npy_type() -> #krate::NpyType {
                #krate::NpyType::Record(::std::vec![#(#fields),*])
            }
        }
        impl #generics #krate::RecordField for #name #arguments #bounds {
            fn npy_type() -> #krate::NpyType {
                <Self as #krate::Record>::npy_type()
            }
        }
    })
}

fn is_repr_c(attribute: &syn::Attribute) -> bool {
    let mut found = false;
    if attribute.path().is_ident("repr") {
        // Whatever else repr says is the compiler's business.
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("C") || meta.path.is_ident("transparent");
            Ok(())
        });
    }
    found
}

fn krate(input: &DeriveInput) -> Result<Path> {
    let mut path: Path = parse_quote!(::nd_io);
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("record")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("crate") {
                return Err(meta.error("Record: expected `crate = \"…\"`"));
            }
            path = meta.value()?.parse::<LitStr>()?.parse()?;
            Ok(())
        })?;
    }
    Ok(path)
}

/// One field of the list that the implementation returns.
fn entry(krate: &Path, index: usize, field: &Field) -> Result<TokenStream> {
    let mut name = match &field.ident {
        Some(ident) => ident.to_string().trim_start_matches("r#").to_owned(),
        None => format!("f{index}"),
    };
    let mut padding = false;
    for attribute in field.attrs.iter().filter(|a| a.path().is_ident("record")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("padding") {
                padding = true;
            } else if meta.path.is_ident("name") {
                name = meta.value()?.parse::<LitStr>()?.value();
            } else {
                return Err(meta.error("Record: expected `name = \"…\"` or `padding`"));
            }
            Ok(())
        })?;
    }
    let ty = &field.ty;
    Ok(if padding {
        quote! {
            #krate::NpyField {
                name: ::std::string::String::new(),
                kind: #krate::NpyType::Void(::std::mem::size_of::<#ty>()),
            }
        }
    } else {
        quote! {
            #krate::NpyField {
                name: ::std::string::String::from(#name),
                kind: <#ty as #krate::RecordField>::npy_type(),
            }
        }
    })
}
