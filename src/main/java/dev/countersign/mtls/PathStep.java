package dev.countersign.mtls;

import dev.countersign.auth.Check;
import dev.countersign.auth.Refusal;
import java.util.Locale;

/** What a path is checked for, in this order; the first that fails decides. Immutable. */
enum PathStep {
    FORM(
            Refusal.UNFIT_CERTIFICATE,
            "X.509 certificates in DER (RFC 5280)",
            "A certificate that cannot be read cannot be judged. Only the client's own and the CAs between it and a"
                    + " trusted CA need to be sent."),
    PATH(
            Refusal.UNTRUSTED_CERTIFICATE,
            "a path of signatures to a self-signed CA of the setting clientCertificateAuthorities",
            "The CA that issued the certificate is not trusted for clients, or an intermediate CA is missing: proxies"
                    + " mostly forward the client's certificate alone, so intermediate CAs are best configured there too."),
    AUTHORITY(
            Refusal.UNTRUSTED_CERTIFICATE,
            "the CA of tls_client_auth_ca on the path",
            "The client is registered for certificates of one CA only, named by the SHA-256 of its public key."),
    STRENGTH(
            Refusal.UNFIT_CERTIFICATE,
            "signatures with SHA-256 or stronger; keys RSA of 2048 bits or more, P-256, P-384, P-521 or Ed25519",
            "Signatures with SHA-1 or MD5 and weak keys can be forged. The CA has to issue the certificate anew."),
    DATES(
            Refusal.CERTIFICATE_NOT_VALID,
            "every certificate of the path, the CA's included, valid now",
            "Renew the certificate that is named here; compare the clock of the server, too."),
    USE(
            Refusal.UNFIT_CERTIFICATE,
            "a client's certificate (extendedKeyUsage clientAuth, if there is one; no CA), issued within the limits of its"
                    + " CAs (basicConstraints, keyUsage, extendedKeyUsage, nameConstraints)",
            "The certificate was issued for another use, or the CA may not issue it (RFC 5280, section 6.1)."),
    REVOCATION(
            Refusal.REVOKED_CERTIFICATE,
            "not on a certificate revocation list (CRL) of its CA",
            "The setting clientCertificateRevocationLists names the CRLs; each CA of the path needs a current one.");

    private final Refusal refusal;
    private final String expected;
    private final String explanation;

    PathStep(Refusal refusal, String expected, String explanation) {
        this.refusal = refusal;
        this.expected = expected;
        this.explanation = explanation;
    }

    Refusal refusal() {
        return refusal;
    }

    /** @param found shortened, and fit to be shown */
    Check check(Check.Result result, String found) {
        return new Check("certificate_" + name().toLowerCase(Locale.ROOT), result, expected, found, explanation);
    }
}
