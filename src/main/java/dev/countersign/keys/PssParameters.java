package dev.countersign.keys;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an RSA key of the form id-RSASSA-PSS says about its signatures (RFC 4055, section 3.1): such a key signs by
 * RSASSA-PSS alone, and where it has parameters, with their hash function only. Read of the key's encoding, as
 * providers differ in how they tell it. Immutable.
 *
 * @param spec hash functions, and the shortest salt; empty: the key leaves them open
 */
record PssParameters(Optional<PSSParameterSpec> spec) {

    static final String ALGORITHM = "RSASSA-PSS";

    /** Tag, length and value of id-RSASSA-PSS (RFC 8017, appendix C). */
    private static final byte[] NAME = HexFormat.of().parseHex("06092a864886f70d01010a");

    private static final int SEQUENCE = 0x30;
    private static final int LONG_LENGTH = 0x80;

    /**
     * Of a key of any provider; empty: it is an ordinary RSA key. A length in the long form is taken for broken, as the
     * parameters that some JWS algorithm allows have at most 64 bytes.
     *
     * @throws UnfitKeyException when the parameters cannot be read
     */
    static Optional<PssParameters> of(RSAPublicKey key) throws UnfitKeyException {
        byte[] info = key.getEncoded();
        // SubjectPublicKeyInfo holds AlgorithmIdentifier, which begins with the name (RFC 5280, section 4.1.2.7).
        int algorithm = info == null ? -1 : contents(info, 0);
        int name = algorithm < 0 ? -1 : contents(info, algorithm);
        if (name < 0 || !isAt(NAME, info, name)) {
            // Without an encoding there is nothing but the provider's word for it.
            return key.getAlgorithm().equals(ALGORITHM) ? Optional.of(read(new byte[0])) : Optional.empty();
        }
        int length = info[algorithm + 1];
        if (length < NAME.length || length > info.length - name) {
            throw new UnfitKeyException("the parameters of this RSASSA-PSS key cannot be read");
        }
        return Optional.of(read(Arrays.copyOfRange(info, name + NAME.length, name + length)));
    }

    /**
     * Reads the parameters in DER; none, or NULL, are no restriction.
     *
     * @throws UnfitKeyException when they cannot be read
     */
    static PssParameters read(byte[] der) throws UnfitKeyException {
        if (der.length == 0 || MessageDigest.isEqual(der, new byte[] {5, 0})) {
            return new PssParameters(Optional.empty());
        }
        try {
            Asn1Bounds.requireDer(der);
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(ALGORITHM);
            parameters.init(der);
            return new PssParameters(Optional.of(parameters.getParameterSpec(PSSParameterSpec.class)));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnfitKeyException("the parameters of this RSASSA-PSS key cannot be read", e);
        }
    }

    /** The one JWS algorithm that the parameters allow; empty: all of RSASSA-PSS, or there is a {@link #problem}. */
    Optional<JwsAlgorithm> algorithm() {
        return spec.flatMap(said -> Stream.of(JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512)
                .filter(algorithm -> allows(said, algorithm))
                .findFirst());
    }

    /** Why no JWS algorithm takes such a key (RFC 7518, section 3.5), as a clause. */
    Optional<String> problem() {
        return spec.filter(said -> algorithm().isEmpty())
                .map(said -> "this RSA key is bound to RSASSA-PSS with " + hash(said) + ", MGF1 with " + mask(said)
                        + " and a salt of at least " + said.getSaltLength()
                        + " bytes, which no JWS algorithm uses: PS256, PS384 and PS512 take one of SHA-256, SHA-384 and SHA-512"
                        + " for both, and a salt as long as the hash. Make a key that is not bound, such as by openssl genpkey"
                        + " -algorithm RSA -pkeyopt rsa_keygen_bits:3072");
    }

    /** The salt of the parameters is the shortest that is allowed (RFC 4055, section 3.1). */
    private static boolean allows(PSSParameterSpec said, JwsAlgorithm algorithm) {
        String hash = "SHA-" + algorithm.hashBits();
        return hash(said).equals(hash)
                && mask(said).equals(hash)
                && said.getSaltLength() <= algorithm.hashBits() / Byte.SIZE
                && said.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
    }

    private static String hash(PSSParameterSpec said) {
        return said.getDigestAlgorithm().toUpperCase(Locale.ROOT);
    }

    private static String mask(PSSParameterSpec said) {
        return said.getMGFParameters() instanceof MGF1ParameterSpec mgf1
                ? mgf1.getDigestAlgorithm().toUpperCase(Locale.ROOT)
                : "no hash function that is known";
    }

    /** Where the contents of the sequence begin that is expected there; negative: there is none. */
    private static int contents(byte[] der, int at) {
        if (at + 1 >= der.length || der[at] != SEQUENCE) {
            return -1;
        }
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < LONG_LENGTH ? 0 : first - LONG_LENGTH);
    }

    private static boolean isAt(byte[] expected, byte[] bytes, int from) {
        return bytes.length - from >= expected.length
                && MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, from, from + expected.length));
    }
}
