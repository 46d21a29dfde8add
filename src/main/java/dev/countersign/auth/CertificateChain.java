package dev.countersign.auth;

import dev.countersign.keys.CertificateParser;
import dev.countersign.keys.MalformedDerException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A client's TLS certificate, and the certificates that came with it: arbitrary bytes until they are parsed, which is
 * done when they are asked for. Two chains are equal when all their bytes are. Immutable.
 */
public final class CertificateChain {

    /** As many as the JDK accepts in a handshake. */
    public static final int MAX_CERTIFICATES = 10;

    /** Of all certificates together, in bytes. */
    public static final int MAX_BYTES = 65_536;

    private final List<byte[]> encoded;
    private final String fingerprint;

    /** Computed when it is first asked for; empty until then. */
    private volatile String thumbprint = "";

    /** @param encoded which no other part of the program can change */
    private CertificateChain(List<byte[]> encoded) {
        this.encoded = encoded;
        MessageDigest digest = sha256();
        for (byte[] der : encoded) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, der.length));
            digest.update(der);
        }
        this.fingerprint = Base64.getEncoder().encodeToString(digest.digest());
    }

    /**
     * @param encoded each in DER, not parsed yet; the client's own certificate first
     * @throws MalformedDerException when there are none, too many, or too many bytes
     */
    public static CertificateChain of(List<byte[]> encoded) throws MalformedDerException {
        return ofOwn(encoded.stream().map(byte[]::clone).toList());
    }

    private static CertificateChain ofOwn(List<byte[]> encoded) throws MalformedDerException {
        if (encoded.isEmpty()) {
            throw new MalformedDerException("there is no certificate");
        }
        if (encoded.size() > MAX_CERTIFICATES) {
            throw new MalformedDerException(
                    "a chain has at most " + MAX_CERTIFICATES + " certificates, this one has " + encoded.size());
        }
        long bytes = bytes(encoded);
        if (bytes > MAX_BYTES) {
            throw new MalformedDerException("a chain has at most " + MAX_BYTES + " bytes, this one has " + bytes);
        }
        return new CertificateChain(encoded);
    }

    /**
     * As the container gives it (Jakarta Servlet 6.0, section 3.10).
     *
     * @throws MalformedDerException when there are none, too many, or too many bytes
     */
    public static CertificateChain of(X509Certificate[] certificates) throws MalformedDerException {
        List<byte[]> encoded = new ArrayList<>(certificates.length);
        for (X509Certificate certificate : certificates) {
            try {
                encoded.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new MalformedDerException("a certificate cannot be encoded", e);
            }
        }
        return ofOwn(encoded);
    }

    /**
     * Parsed, the client's own certificate first.
     *
     * @throws MalformedDerException when one of them is no certificate, with the rule that is broken
     */
    public List<X509Certificate> certificates() throws MalformedDerException {
        List<X509Certificate> parsed = new ArrayList<>(encoded.size());
        for (byte[] der : encoded) {
            parsed.add(CertificateParser.parse(der));
        }
        return parsed;
    }

    /** SHA-256 over all certificates and their lengths, Base64: what a judgement of the chain may be remembered by. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Of all certificates together, in bytes. */
    public long length() {
        return bytes(encoded);
    }

    /** Of the client's own certificate, SHA-256, Base64url: {@code x5t#S256} (RFC 8705, section 3.1). */
    public String thumbprint() {
        if (thumbprint.isEmpty()) {
            thumbprint = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256().digest(encoded.get(0)));
        }
        return thumbprint;
    }

    private static long bytes(List<byte[]> encoded) {
        long bytes = 0;
        for (byte[] der : encoded) {
            bytes += der.length;
        }
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateChain chain && fingerprint.equals(chain.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }
}
