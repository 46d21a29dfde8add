package dev.countersign.mtls;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.BoundedMemory;
import dev.countersign.auth.CertificatePaths;
import dev.countersign.auth.Check;
import dev.countersign.auth.ExplainingAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedCertificate;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges TLS client certificates (RFC 8705, section 2). The method that is registered decides how, never what the chain
 * looks like; only its first certificate is the client. Thread-safe.
 */
final class CertificateAuthenticator implements ExplainingAuthenticator<PresentedCertificate> {

    /** The part of the heap for subjects that were found to be a certificate's. */
    private static final int MATCHES_SHARE = 256;

    private final CertificatePaths paths;
    private final RegisteredCertificates registered;

    /**
     * Chains that are trusted, each with a subject that its certificate was found to have: names take longer to compare
     * than all else of a judgement that is remembered. What is found depends on the two alone.
     */
    private final BoundedMemory<Boolean> matches =
            new BoundedMemory<>(Runtime.getRuntime().maxMemory() / MATCHES_SHARE);

    CertificateAuthenticator(AuthenticatorContext context) {
        this.paths = context.certificatePaths();
        this.registered = new RegisteredCertificates(
                context.clientKeys(), context.rules().expiredCertificates(), context.clock());
    }

    @Override
    public Class<PresentedCertificate> accepts() {
        return PresentedCertificate.class;
    }

    @Override
    public Set<AuthMethod> methods() {
        return paths.authorities().isEmpty()
                ? Set.of(AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                : Set.of(AuthMethod.TLS_CLIENT_AUTH, AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    }

    @Override
    public Outcome authenticate(PresentedCertificate presented, Client client) {
        AuthMethod method = client.profile().method();
        if (method.equals(AuthMethod.TLS_CLIENT_AUTH)) {
            return bySubject(presented, client)
                    .<Outcome>map(Outcome.Refused::new)
                    .orElseGet(() -> new Outcome.Granted(client, method, Optional.empty()));
        }
        RegisteredCertificates.Match match = registered.find(presented.chain(), client);
        if (match.refusal().isEmpty()) {
            return new Outcome.Granted(client, method, match.credentialId());
        }
        refuse(presented);
        return new Outcome.Refused(match.refusal().get());
    }

    /** The path is judged for unknown clients, too, and takes most of the time. */
    @Override
    public void refuse(PresentedCertificate presented) {
        paths.judge(presented.chain(), Optional.empty());
    }

    @Override
    public List<Check> explain(PresentedCertificate presented, Client client) {
        if (client.profile().method().equals(AuthMethod.TLS_CLIENT_AUTH)) {
            List<Check> checks =
                    new ArrayList<>(paths.explain(presented.chain(), CertificateProperties.authority(client)));
            checks.add(SubjectCheck.of(presented.chain(), CertificateProperties.subject(client)));
            return checks;
        }
        return registered.explain(presented.chain(), client);
    }

    private Optional<Refusal> bySubject(PresentedCertificate presented, Client client) {
        CertificatePaths.Judgement path = paths.judge(presented.chain(), CertificateProperties.authority(client));
        if (path.refusal().isPresent()) {
            return path.refusal();
        }
        String pair = presented.chain().fingerprint() + CertificateProperties.subjectText(client);
        if (matches.get(pair).isPresent()) {
            return Optional.empty();
        }
        X509Certificate certificate = path.certificate().orElseThrow();
        if (CertificateProperties.subject(client)
                .filter(subject -> subject.isOf(certificate))
                .isEmpty()) {
            return Optional.of(Refusal.WRONG_SUBJECT);
        }
        matches.put(pair, Boolean.TRUE, (long) Character.BYTES * pair.length());
        return Optional.empty();
    }
}
