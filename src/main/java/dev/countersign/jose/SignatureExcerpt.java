package dev.countersign.jose;

import dev.countersign.jws.SignatureForm;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.JwsAlgorithm.Family;
import java.util.Optional;

/** Describes the signature of an assertion for *Why refused?*, and what the signer did wrong. Stateless. */
final class SignatureExcerpt {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    /**
     * Of the outer and the first inner element; a length of 128 to 255 bytes takes one byte more (X.690, section
     * 8.1.3).
     */
    private static final int HEADER_BYTES = 2;

    private static final int LONG_LENGTH = 0x81;

    private SignatureExcerpt() {}

    static String of(Examination examined) {
        Optional<Candidates> candidates = examined.candidates();
        if (candidates.isEmpty()) {
            return "nothing to try";
        }
        String tried = "tried: " + candidates.get().list().size() + notTried(candidates.get());
        return examined.isSigned()
                ? tried
                : tried + mistake(examined, candidates.get()).map("; "::concat).orElse("");
    }

    private static String notTried(Candidates candidates) {
        return candidates.notTried() == 0
                ? ""
                : " of the " + (candidates.list().size() + candidates.notTried()) + " keys that fit, since at most "
                        + FittingKeys.MAX_TRIED + " are: a client with more of them names one by kid";
    }

    private static Optional<String> mistake(Examination examined, Candidates candidates) {
        byte[] signature = examined.signature();
        Optional<String> byForm = examined.algorithm().flatMap(algorithm -> ofForm(algorithm, signature));
        return byForm.or(() -> candidates.list().stream()
                .flatMap(candidate -> candidate.mistake(examined.signingInput(), signature).stream())
                .findFirst());
    }

    private static Optional<String> ofForm(JwsAlgorithm algorithm, byte[] signature) {
        if (SignatureForm.isPossible(algorithm, signature)) {
            return Optional.empty();
        }
        if (signature.length == 0) {
            return Optional.of("the signature is empty");
        }
        if (algorithm.family() == Family.ECDSA && isDer(signature)) {
            return Optional.of(
                    "the signature is in DER, as OpenSSL and Java make it, and JWS wants r and s alone, one after the other (RFC 7518, section 3.4)");
        }
        return Optional.of(
                "no signature by " + algorithm.registeredName() + " has this form of " + signature.length + " bytes");
    }

    /** Whether it is a SEQUENCE that fills it and begins with an INTEGER (RFC 3279, section 2.2.3). */
    private static boolean isDer(byte[] signature) {
        int begin = signature.length > HEADER_BYTES && (signature[1] & 0xFF) == LONG_LENGTH
                ? HEADER_BYTES + 1
                : HEADER_BYTES;
        return signature.length > begin
                && signature[0] == SEQUENCE
                && (signature[begin - 1] & 0xFF) == signature.length - begin
                && signature[begin] == INTEGER;
    }
}
