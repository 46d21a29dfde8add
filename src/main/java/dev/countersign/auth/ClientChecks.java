package dev.countersign.auth;

import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientProfile;
import java.util.List;

/** The checks of the {@link Gatekeeper} before it asks an authenticator, as administrators see them. Stateless. */
final class ClientChecks {

    private ClientChecks() {}

    static List<Check> ofClient(Client client) {
        ClientProfile profile = client.profile();
        return List.of(
                new Check(
                        "enabled",
                        Check.Result.of(profile.enabled()),
                        "enabled",
                        profile.enabled() ? "enabled" : "disabled",
                        "A disabled client is never let in."),
                new Check(
                        "confidential",
                        Check.Result.of(profile.accessType() == AccessType.CONFIDENTIAL),
                        AccessType.CONFIDENTIAL.wireName(),
                        profile.accessType().wireName(),
                        "Only confidential clients have credentials."));
    }

    /**
     * @param used the method that the credential counts as for this client
     * @param fits whether the method of the credential is the registered one or interchangeable with it
     */
    static List<Check> ofCredential(PresentedCredential presented, AuthMethod used, Client client, boolean fits) {
        return List.of(
                new Check(
                        "client",
                        Check.Result.of(presented.clientId().equals(client.id())),
                        client.id().value(),
                        presented.clientId().value(),
                        "The credential names the client, exactly: before the colon in a Basic header (RFC 6749, section 2.3.1), "
                                + "as sub in an assertion (RFC 7523, section 3, rule 2), as client_id in a request with a TLS certificate "
                                + "(RFC 8705, section 2)."),
                new Check(
                        "method",
                        Check.Result.of(fits),
                        client.profile().method().name(),
                        fits || !used.equals(client.profile().method())
                                ? used.name()
                                : used.name() + ", which is not installed on this server",
                        "A client uses the one method that it is registered for. client_secret_basic and client_secret_post stand for each other, "
                                + "unless the filter's strictSecretForm is true. An assertion with an HS algorithm is client_secret_jwt, with any other one private_key_jwt. "
                                + "A TLS certificate counts for the one of tls_client_auth and self_signed_tls_client_auth that is registered; "
                                + "the former is installed where clientCertificateAuthorities names a CA."));
    }

    /** The result of a method without an {@link ExplainingAuthenticator}. */
    static Check unexplained() {
        return new Check(
                "credential",
                Check.Result.UNKNOWN,
                "a credential that proves the client",
                "the method does not explain its judgement",
                "A plug-in's method need not explain its checks; the log has the reason of each refusal.");
    }
}
