package io.freshet.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A hash over everything that a simulated life leaves behind, in order: two lives with the same
/// one were the same (I10). Confined to one thread.
final class SimDigest {
    private final MessageDigest sha;

    SimDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// What these values say of themselves.
    void add(Object... values) {
        for (Object value : values) {
            sha.update(value.toString().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
        }
    }

    /// 16 hexadecimal digits. Nothing can be added any more.
    String end() {
        return HexFormat.of().formatHex(sha.digest(), 0, 8);
    }
}
