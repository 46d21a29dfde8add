package dev.countersign.admin;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.CertificatePaths;
import dev.countersign.auth.Refusal;
import dev.countersign.client.UnavailableException;
import dev.countersign.keys.AlternativeNames;
import dev.countersign.keys.MalformedDerException;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call that reads a TLS client certificate, for the form in which one of its names is registered (RFC 8705, section
 * 2.1.2). Nothing is stored. Thread-safe.
 */
public record CertificateSubjectCalls(CertificatePaths paths) implements Calls {

    /** In the place of a refusal: revocation cannot be told now. */
    private static final String UNAVAILABLE = "UNAVAILABLE";

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", "/certificate-subjects", "Read the names in a certificate", this::read));
    }

    private Answer read(Call call) {
        JsonMembers members = new JsonMembers(call.body(RequestBody.JSON));
        String pem = members.lines(CertificateText.MEMBER, RequestBody.MAX_BODY_BYTES)
                .orElseThrow(() -> ProblemException.inField(CertificateText.MEMBER, "Required."));
        members.refuseOthers();
        CertificateChain chain = CertificateText.parse(pem);
        try {
            return Answer.json(200, shown(chain, chain.certificates().get(0)));
        } catch (MalformedDerException e) {
            throw CertificateText.unacceptable(e);
        }
    }

    private Shown shown(CertificateChain chain, X509Certificate certificate) {
        Optional<String> refusal;
        List<Authority> authorities = List.of();
        try {
            refusal = paths.judge(chain, Optional.empty()).refusal().map(Refusal::name);
            authorities = refusal.isEmpty() ? onPath(chain) : List.of();
        } catch (UnavailableException e) {
            refusal = Optional.of(UNAVAILABLE);
        }
        return new Shown(
                SubjectText.name(certificate.getSubjectX500Principal()),
                AlternativeNames.of(certificate, AlternativeNames.DNS),
                AlternativeNames.of(certificate, AlternativeNames.URI),
                AlternativeNames.of(certificate, AlternativeNames.IP),
                AlternativeNames.of(certificate, AlternativeNames.EMAIL),
                SubjectText.name(certificate.getIssuerX500Principal()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                chain.thumbprint(),
                refusal,
                authorities);
    }

    /** The configured CAs, by key, to each of which the path is judged. */
    private List<Authority> onPath(CertificateChain chain) {
        Map<String, Authority> distinct = new LinkedHashMap<>();
        paths.authorities()
                .forEach(known -> distinct.putIfAbsent(
                        known.keyHash(), new Authority(known.keyHash(), known.subject(), known.anchor())));
        List<Authority> found = new ArrayList<>();
        distinct.forEach((keyHash, authority) -> {
            if (paths.judge(chain, Optional.of(keyHash)).refusal().isEmpty()) {
                found.add(authority);
            }
        });
        return found;
    }

    /**
     * The answer.
     *
     * @param subjectDn the distinguished name (RFC 4514); empty: it has none
     * @param thumbprint {@code x5t#S256} (RFC 8705, section 3.1)
     * @param refusal why no path leads to a CA that is trusted for clients; empty: one does
     * @param authorities the configured CAs on the path, which a client may be narrowed to
     */
    @JsonbPropertyOrder({
        "subjectDn",
        "sanDns",
        "sanUri",
        "sanIp",
        "sanEmail",
        "issuer",
        "notBefore",
        "notAfter",
        "thumbprint",
        "refusal",
        "authorities"
    })
    public record Shown(
            Optional<String> subjectDn,
            List<String> sanDns,
            List<String> sanUri,
            List<String> sanIp,
            List<String> sanEmail,
            Optional<String> issuer,
            Instant notBefore,
            Instant notAfter,
            String thumbprint,
            Optional<String> refusal,
            List<Authority> authorities) {}

    /**
     * A configured CA.
     *
     * @param keyHash what {@code tls_client_auth_ca} takes
     * @param anchor whether paths end at it
     */
    @JsonbPropertyOrder({"keyHash", "subject", "anchor"})
    public record Authority(String keyHash, String subject, boolean anchor) {}
}
