package dev.countersign.auth;

import dev.countersign.client.UnavailableException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges whether a client's certificate comes from a CA that is trusted for clients (RFC 8705, section 2.1): the path
 * is built and validated (RFC 5280, section 6). Which client it belongs to is not its matter. Thread-safe.
 */
public interface CertificatePaths {

    /** Without a CA that is trusted for clients: no path leads anywhere. */
    CertificatePaths NONE = new CertificatePaths() {

        @Override
        public List<Authority> authorities() {
            return List.of();
        }

        @Override
        public Judgement judge(CertificateChain chain, Optional<String> authority) {
            return new Judgement(Optional.of(Refusal.UNTRUSTED_CERTIFICATE), Optional.empty());
        }

        @Override
        public List<Check> explain(CertificateChain chain, Optional<String> authority) {
            return List.of(new Check(
                    "certificate_path",
                    Check.Result.FAILED,
                    "a path to a CA that is trusted for clients",
                    "no such CA is configured",
                    "The setting clientCertificateAuthorities names the CAs whose certificates clients may use."));
        }
    };

    /** The CAs that are configured; empty: the method {@code tls_client_auth} is off. */
    List<Authority> authorities();

    /** The certificate revocation lists that are configured, or the files that should be some; empty: none are. */
    default List<RevocationList> lists() {
        return List.of();
    }

    /** @throws dev.countersign.client.UnavailableException when a list is overdue, or a file cannot be used */
    default void requireUsableLists() {
        lists().stream().filter(list -> list.problem().isPresent()).findFirst().ifPresent(list -> {
            throw new UnavailableException("the CRL " + list.file() + " tells nothing: "
                    + list.problem().orElseThrow());
        });
    }

    /**
     * Judges the path from the first certificate of the chain.
     *
     * @param authority a CA that must be on the path, by the SHA-256 of its SubjectPublicKeyInfo in lower-case
     *     hexadecimal; empty: any that is configured
     * @throws dev.countersign.client.UnavailableException when revocation cannot be told: the list of a CA on the path
     *     is missing or overdue
     */
    Judgement judge(CertificateChain chain, Optional<String> authority);

    /** The same step by step, for *Why refused?*; the first check that has not passed decides. */
    List<Check> explain(CertificateChain chain, Optional<String> authority);

    /**
     * The result.
     *
     * @param refusal why the certificate is not trusted; empty: it is
     * @param certificate the client's own, parsed; empty: it cannot be parsed, or no CA is configured
     */
    record Judgement(Optional<Refusal> refusal, Optional<X509Certificate> certificate) {}

    /**
     * A CA that is configured.
     *
     * @param keyHash SHA-256 of its SubjectPublicKeyInfo, in lower-case hexadecimal
     * @param subject its distinguished name, for people (RFC 2253)
     * @param anchor whether paths end at it; otherwise it is an intermediate, which may stand on a path
     * @param notAfter the last instant of its certificate
     */
    record Authority(String keyHash, String subject, boolean anchor, Instant notAfter) {}

    /**
     * A certificate revocation list that is configured (RFC 5280, section 5).
     *
     * @param file its name, without the directory
     * @param issuer the CA (RFC 2253); empty: the file cannot be used
     * @param nextUpdate by when the CA issues the next one; from then on this one tells nothing. Empty: it names no
     *     time
     * @param problem what an administrator has to see to, in a clause; empty: nothing
     */
    record RevocationList(
            String file, Optional<String> issuer, Optional<Instant> nextUpdate, Optional<String> problem) {}
}
