package io.freshet.adapter.decoding;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/// Asks ICU what charset bytes are in, and takes its word only where it is sure: confident enough,
/// and clearly more so than of the next charset.
final class Detector {
    private static final int SAMPLE_MAX = 64 * 1024;
    private static final int BEFORE = 256;
    private static final int CONFIDENCE_MIN = 45;
    private static final int CONFIDENCE_CERTAIN = 90;
    private static final int LEAD_MIN = 20;

    private Detector() {}

    static Optional<Charset> charset(byte[] bytes, boolean isMarkup) {
        CharsetDetector detector = new CharsetDetector();
        detector.enableInputFilter(isMarkup);
        detector.setText(sample(bytes));
        CharsetMatch[] matches = detector.detectAll();
        return isSure(matches) ? CharsetNames.of(matches[0].getName()) : Optional.empty();
    }

    private static boolean isSure(CharsetMatch[] matches) {
        if (matches.length == 0) {
            return false;
        }
        int best = matches[0].getConfidence();
        int next = matches.length == 1 ? 0 : matches[1].getConfidence();
        return best >= CONFIDENCE_CERTAIN || (best >= CONFIDENCE_MIN && best - next >= LEAD_MIN);
    }

    /// From where the text is not ASCII any more: the detector looks at a beginning only.
    private static byte[] sample(byte[] bytes) {
        int first = 0;
        while (first < bytes.length && bytes[first] >= 0) {
            first++;
        }
        int from = Math.max(0, first - BEFORE);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SAMPLE_MAX));
    }
}
