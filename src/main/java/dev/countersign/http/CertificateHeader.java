package dev.countersign.http;

import java.util.List;
import java.util.Optional;

/**
 * Where trusted proxies put a client's TLS certificate. Immutable.
 *
 * @param name of the header
 */
public record CertificateHeader(CertificateForm form, String name) {

    private static final int MAX_NAME_CHARS = 100;

    /** Headers with a meaning of their own, which every request may have. */
    private static final List<String> TAKEN = List.of(
            "authorization",
            "cookie",
            "host",
            "content-type",
            "content-length",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-countersign-proxy");

    /** @throws IllegalArgumentException when the name cannot be that of a header with a certificate */
    public CertificateHeader {
        boolean token = !name.isEmpty() && name.chars().allMatch(c -> Headers.isTokenCharacter((char) c));
        if (!token || name.length() > MAX_NAME_CHARS || TAKEN.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("not the name of a header that can carry a certificate");
        }
    }

    /**
     * {@code form}, or {@code form:Header-Name}.
     *
     * @throws IllegalArgumentException when there is no such form, or the name cannot be that of such a header
     */
    public static CertificateHeader parse(String text) {
        int colon = text.indexOf(':');
        CertificateForm form = CertificateForm.of(colon < 0 ? text : text.substring(0, colon))
                .orElseThrow(() -> new IllegalArgumentException("no such form"));
        return new CertificateHeader(form, colon < 0 ? form.header() : text.substring(colon + 1));
    }

    /** The header with the certificates that follow the client's own, where the form has one. */
    Optional<String> chainName() {
        return form == CertificateForm.RFC9440 ? Optional.of(name + "-Chain") : Optional.empty();
    }
}
