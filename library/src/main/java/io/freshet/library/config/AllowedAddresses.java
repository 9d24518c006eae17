package io.freshet.library.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Where a webhook may be posted to: public addresses, and the ranges that the configuration allows
/// besides. Whoever may name a URL could else make the server ask what only the server can reach: a
/// service on this machine, in its network, or a cloud's metadata service. Pure.
///
/// @param ranges allowed besides
public record AllowedAddresses(List<Range> ranges) {
    private static final List<Range> NOT_PUBLIC =
            List.of(
                    Range.of("0.0.0.0/8"),
                    Range.of("10.0.0.0/8"),
                    Range.of("100.64.0.0/10"),
                    Range.of("127.0.0.0/8"),
                    Range.of("169.254.0.0/16"),
                    Range.of("172.16.0.0/12"),
                    Range.of("192.0.0.0/24"),
                    Range.of("192.88.99.0/24"),
                    Range.of("192.168.0.0/16"),
                    Range.of("198.18.0.0/15"),
                    Range.of("224.0.0.0/3"));

    /// Of IPv6 only this is public at all, and in it these carry an address of IPv4.
    private static final Range GLOBAL_UNICAST = Range.of("2000::/3");

    private static final List<Range> TUNNELS =
            List.of(Range.of("2001::/32"), Range.of("2002::/16"));

    public AllowedAddresses {
        ranges = List.copyOf(ranges);
    }

    /// @param texts addresses, or ranges such as `10.0.0.0/8`
    /// @throws IllegalArgumentException where one is neither
    public static AllowedAddresses of(List<String> texts) {
        return new AllowedAddresses(texts.stream().map(Range::of).toList());
    }

    public boolean allows(InetAddress address) {
        return isPublic(address) || ranges.stream().anyMatch(range -> range.holds(address));
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC.stream().noneMatch(range -> range.holds(address));
        }
        return GLOBAL_UNICAST.holds(address)
                && TUNNELS.stream().noneMatch(range -> range.holds(address));
    }

    /// Addresses that begin with the same bits.
    public record Range(InetAddress first, int bits) {
        /// @throws IllegalArgumentException where it is neither an address nor a range
        static Range of(String text) {
            int slash = text.indexOf('/');
            InetAddress first = literal(slash < 0 ? text : text.substring(0, slash));
            int bitsMax = 8 * first.getAddress().length;
            int bits = slash < 0 ? bitsMax : bits(text, slash);
            if (bits < 0 || bits > bitsMax) {
                throw new IllegalArgumentException(
                        text + ", which must have 0 to " + bitsMax + " bits behind the slash");
            }
            return new Range(first, bits);
        }

        private static InetAddress literal(String text) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        text + ", which is no address; write one such as 10.1.2.3, or 10.0.0.0/8",
                        e);
            }
        }

        private static int bits(String text, int slash) {
            try {
                return Integer.parseInt(text.substring(slash + 1));
            } catch (NumberFormatException _) {
                return -1;
            }
        }

        boolean holds(InetAddress address) {
            byte[] own = first.getAddress();
            byte[] other = address.getAddress();
            return own.length == other.length && Arrays.equals(masked(own), masked(other));
        }

        private byte[] masked(byte[] address) {
            byte[] masked = address.clone();
            for (int i = 0; i < masked.length; i++) {
                int kept = Math.clamp(bits - 8L * i, 0, 8);
                masked[i] &= (byte) (0xFF << (8 - kept));
            }
            return masked;
        }
    }
}
