package dev.countersign.x509;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises texts of other programs, which hold nothing that is imported, by their first boundary, or by their first
 * line where there is none. Stateless.
 */
final class TextKind {

    private record Sign(Pattern start, FileKind kind) {

        Sign(String start, FileKind kind) {
            this(Pattern.compile(start), kind);
        }
    }

    private static final List<Sign> BOUNDARIES = List.of(
            new Sign("-{4,5} ?BEGIN SSH2 PUBLIC KEY", FileKind.SSH2_PUBLIC_KEY),
            new Sign("-{4,5} ?BEGIN SSH2 [A-Z ]*PRIVATE KEY", FileKind.PRIVATE_KEY),
            new Sign("-{5}BEGIN PGP ", FileKind.PGP),
            new Sign("-{5}BEGIN (?:X509 )?CRL-", FileKind.CRL));

    private static final List<Sign> LINES = List.of(
            new Sign("[a-z0-9-]+-cert-v0[01]@openssh\\.com ", FileKind.OPENSSH_CERTIFICATE),
            new Sign("(?:ssh-ed25519 ++)?AAAAC3NzaC1lZDI1NTE5", FileKind.OPENSSH_ED25519_KEY),
            new Sign("(?:ssh-(?:rsa|dss)|ecdsa-sha2-[a-z0-9]++|sk-[a-z0-9@.-]++) ++AAAA", FileKind.OPENSSH_PUBLIC_KEY),
            new Sign("PuTTY-User-Key-File-[0-9]", FileKind.PUTTY_PRIVATE_KEY),
            new Sign("<[!?A-Za-z]", FileKind.MARKUP),
            new Sign("eyJ[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]*+$", FileKind.JWT));

    private TextKind() {}

    /** {@link FileKind#UNKNOWN}: it is none of them, or no text at all. */
    static FileKind of(byte[] text) {
        Optional<PemLine> boundary = PemText.firstBoundary(text);
        return boundary.isPresent()
                ? of(boundary.get(), BOUNDARIES)
                : PemText.firstLine(text).map(line -> of(line, LINES)).orElse(FileKind.UNKNOWN);
    }

    private static FileKind of(PemLine line, List<Sign> signs) {
        return signs.stream()
                .filter(sign -> sign.start().matcher(line).lookingAt())
                .findFirst()
                .map(Sign::kind)
                .orElse(FileKind.UNKNOWN);
    }
}
