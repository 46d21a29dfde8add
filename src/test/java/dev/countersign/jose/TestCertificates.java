package dev.countersign.jose;

import dev.countersign.keys.JwkMembers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Self-signed certificates of RSA test keys, the least that RFC 5280 allows. */
final class TestCertificates {

    private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();
    private static final byte[] SHA256_WITH_RSA = hex("300d06092a864886f70d01010b0500");

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TestCertificates() {}

    static String base64(String key) {
        return Base64.getEncoder().encodeToString(der(key));
    }

    static String thumbprint(String key) {
        return JwkMembers.sha256(der(key));
    }

    private static byte[] der(String key) {
        return MADE.computeIfAbsent(
                key, name -> der(name, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2036-01-01T00:00:00Z")));
    }

    /** Valid from the one to the other, both in whole seconds and before 2050. */
    static byte[] der(String key, Instant notBefore, Instant notAfter) {
        byte[] name = sequence(tagged(
                0x31, sequence(hex("0603550403"), tagged(0x0C, "test".getBytes(StandardCharsets.US_ASCII)))));
        byte[] validity = sequence(time(notBefore), time(notAfter));
        byte[] spki = TestKeys.pair(key).getPublic().getEncoded();
        byte[] body = sequence(hex("020101"), SHA256_WITH_RSA, name, validity, name, spki);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(TestKeys.pair(key).getPrivate());
            signature.update(body);
            return sequence(body, SHA256_WITH_RSA, tagged(0x03, joined(new byte[1], signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] time(Instant time) {
        return tagged(0x17, UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, joined(parts));
    }

    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] header = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(header, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
