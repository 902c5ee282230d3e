//! Where a request comes from.

use actix_web::HttpRequest;
use ipnet::IpNet;
use std::net::IpAddr;

/// The address of whoever asks: the connection's, or, behind proxies that are trusted, the rightmost hop of
/// `X-Forwarded-For` that is none of them. What stands further left anybody can write.
#[must_use]
pub fn client(request: &HttpRequest, proxies: &[IpNet]) -> Option<IpAddr> {
    let trusted = |address: &IpAddr| proxies.iter().any(|net| net.contains(address));
    let peer = request.peer_addr()?.ip().to_canonical();
    if !trusted(&peer) {
        return Some(peer);
    }
    let headers = request.headers().get_all("x-forwarded-for");
    let hops: Vec<&str> =
        headers.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(',')).collect();
    for hop in hops.into_iter().rev() {
        // Nobody can say who stands behind a hop that is no address.
        let Ok(address) = hop.trim().parse::<IpAddr>() else { return Some(peer) };
        let address = address.to_canonical();
        if !trusted(&address) {
            return Some(address);
        }
    }
    Some(peer)
}

/// The network that one household or server has: the address itself, of IPv6 its /64.
#[must_use]
pub fn household(address: IpAddr) -> IpNet {
    cut(address, 32, 64)
}

/// As much of an address as a member needs to know it again: /24, of IPv6 /48.
#[must_use]
pub fn range(address: IpAddr) -> IpNet {
    cut(address, 24, 48)
}

fn cut(address: IpAddr, four: u8, six: u8) -> IpNet {
    let length = if address.is_ipv4() { four } else { six };
    IpNet::new(address, length).map_or_else(|_| address.into(), |net| net.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn asked(peer: &str, hops: &[&str]) -> String {
        let mut request = TestRequest::default().peer_addr(format!("{peer}:1").parse().unwrap());
        for hop in hops {
            request = request.append_header(("x-forwarded-for", *hop));
        }
        let proxies = ["10.0.0.0/8".parse().unwrap(), "127.0.0.1/32".parse().unwrap()];
        client(&request.to_http_request(), &proxies).unwrap().to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(asked("203.0.113.9", &["198.51.100.1"]), "203.0.113.9", "no proxy of ours");
        assert_eq!(asked("10.1.2.3", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9", "the rightmost");
        assert_eq!(asked("127.0.0.1", &["203.0.113.9", "10.0.0.7"]), "203.0.113.9", "behind two of ours");
        assert_eq!(asked("127.0.0.1", &["203.0.113.9, unknown"]), "127.0.0.1", "not an address");
        assert_eq!(asked("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn a_household_is_one_address_and_a_range_is_not() {
        assert_eq!(household("203.0.113.9".parse().unwrap()).to_string(), "203.0.113.9/32");
        assert_eq!(household("2001:db8:1:2:3:4:5:6".parse().unwrap()).to_string(), "2001:db8:1:2::/64");
        assert_eq!(range("203.0.113.9".parse().unwrap()).to_string(), "203.0.113.0/24");
        assert_eq!(range("2001:db8:1:2:3:4:5:6".parse().unwrap()).to_string(), "2001:db8:1::/48");
    }
}
