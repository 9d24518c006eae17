package io.freshet.adapter.sqlite;

import io.freshet.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32;

/// A vector as it is stored.
record VectorBytes(byte[] floats, long crc) {
    static VectorBytes of(Vector vector) {
        ByteBuffer buffer =
                ByteBuffer.allocate(vector.dimensions() * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(vector.values());
        return new VectorBytes(buffer.array(), crc(buffer.array()));
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /// Empty where the bytes are damaged.
    Optional<Vector> vector() {
        if (floats.length % Float.BYTES != 0 || crc != crc(floats)) {
            return Optional.empty();
        }
        float[] values = new float[floats.length / Float.BYTES];
        ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        try {
            return Optional.of(new Vector(values));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
