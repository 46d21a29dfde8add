package dev.countersign.jws;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import dev.countersign.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A JWS in compact form (RFC 7515, section 3.1), cut into its three parts, each of which is decoded when it is asked
 * for, strictly. Not printable, since it may be a credential. Immutable.
 */
public final class CompactJws {

    /** In characters. */
    public static final int MAX_CHARS = 16_384;

    private final String text;
    private final int firstDot;
    private final int secondDot;

    private CompactJws(String text, int firstDot, int secondDot) {
        this.text = text;
        this.firstDot = firstDot;
        this.secondDot = secondDot;
    }

    /** @throws MalformedException when it is too long, or has not three parts */
    public static CompactJws of(String text) throws MalformedException {
        if (text.length() > MAX_CHARS) {
            throw new MalformedException("it is longer than " + MAX_CHARS + " characters");
        }
        int firstDot = text.indexOf('.');
        int secondDot = text.indexOf('.', firstDot + 1);
        if (firstDot < 0 || secondDot < 0 || text.indexOf('.', secondDot + 1) >= 0) {
            throw new MalformedException("it has not three parts");
        }
        return new CompactJws(text, firstDot, secondDot);
    }

    /** @throws MalformedException when it is no JSON object in Base64url, or no header */
    public JwsHeader header() throws MalformedException {
        return JwsHeader.of(StrictJson.object(CanonicalBase64.URL.decode(text, 0, firstDot)));
    }

    /** @throws MalformedException when the payload is no JSON object in Base64url */
    public Map<String, Object> claims() throws MalformedException {
        return StrictJson.object(CanonicalBase64.URL.decode(text, firstDot + 1, secondDot));
    }

    /** @throws MalformedException when it is not Base64url */
    public byte[] signature() throws MalformedException {
        return CanonicalBase64.URL.decode(text, secondDot + 1, text.length());
    }

    /** What is signed: header and payload, still encoded (RFC 7515, section 5.1). */
    public byte[] signingInput() {
        return text.substring(0, secondDot).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "CompactJws[hidden]";
    }
}
