//! In which coding an answer leaves: as it is, or compressed with what the browser takes: brotli, else gzip.

use super::Error;
use actix_web::http::header::{
    ACCEPT_ENCODING, AcceptEncoding, ContentEncoding, Encoding, Header, HeaderMap, HeaderValue,
};
use actix_web::{HttpMessage, HttpRequest};
use std::io::Write;

/// A coding of the body of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

/// A page of a thread takes about 3 ms at this level; the next ones take longer for one byte in a hundred.
const LEVEL: u32 = 7;
const WINDOW: u32 = 22;

impl Coding {
    /// What is best for whoever asks.
    pub(super) fn taken(request: &HttpRequest) -> Self {
        match Self::at_a_glance(request.headers()) {
            Some(coding) => coding,
            None => Self::weighed(request),
        }
    }

    /// The same for what browsers send: names without weights. Taking such a header apart properly costs more than
    /// everything else that a page from memory needs.
    fn at_a_glance(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(ACCEPT_ENCODING);
        let Some(first) = values.next() else { return Some(Self::Identity) };
        let text = first.to_str().ok().filter(|text| !text.contains([';', '*']))?;
        if values.next().is_some() {
            return None;
        }
        let mut best = Self::Identity;
        for name in text.split(',').map(str::trim) {
            match name {
                "br" => return Some(Self::Brotli),
                "gzip" => best = Self::Gzip,
                "deflate" | "zstd" | "identity" => {}
                _ => return None,
            }
        }
        Some(best)
    }

    fn weighed(request: &impl HttpMessage) -> Self {
        let known = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
        let taken = AcceptEncoding::parse(request).ok().and_then(|accepted| accepted.negotiate(known.iter()));
        match taken {
            Some(Encoding::Known(ContentEncoding::Brotli)) => Self::Brotli,
            Some(Encoding::Known(ContentEncoding::Gzip)) => Self::Gzip,
            _ => Self::Identity,
        }
    }

    /// Its name in `Content-Encoding`; an answer that is sent as it is has none.
    pub(super) fn name(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }

    /// The bytes in this coding; nothing where they stay as they are.
    ///
    /// # Errors
    /// [`Error::Broken`].
    pub(super) fn pack(self, bytes: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let packed = match self {
            Self::Identity => return Ok(None),
            Self::Gzip => gzip(bytes),
            Self::Brotli => brotli(bytes),
        };
        packed.map(Some).map_err(|e| Error::Broken(e.to_string()))
    }
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 4096, LEVEL, WINDOW);
    packer.write_all(bytes)?;
    Ok(packer.into_inner())
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes)?;
    packer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_glance_says_what_weighing_says() {
        let sent = [
            "",
            "gzip",
            "br",
            "identity",
            "gzip, deflate",
            "gzip, deflate, br",
            "gzip, deflate, br, zstd",
            "br,gzip",
            "zstd",
            "br;q=0, gzip",
            "gzip;q=0.5, br;q=0.1",
            "*",
            "identity;q=0",
            "compress",
        ];
        for accepted in sent {
            let request = TestRequest::get().insert_header((ACCEPT_ENCODING, accepted)).to_http_request();
            assert_eq!(Coding::taken(&request), Coding::weighed(&request), "{accepted}");
        }
        assert_eq!(Coding::taken(&TestRequest::get().to_http_request()), Coding::Identity);
        let both = TestRequest::get().append_header((ACCEPT_ENCODING, "gzip"));
        let both = both.append_header((ACCEPT_ENCODING, "br")).to_http_request();
        assert_eq!(Coding::taken(&both), Coding::weighed(&both));
    }
}
