package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.http.Sentry;
import dev.countersign.keys.KeyType;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.KeyPairIssuer;
import dev.countersign.manage.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import dev.countersign.manage.UnacceptableKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call that generates a key pair for a client: the certificate is registered, and the private key is in this one
 * answer only. Thread-safe.
 */
public record KeyPairCalls(KeyRegistrar registrar, KeyPairIssuer issuer, Duration maxValidity, Sentry sentry)
        implements Calls {

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", "/clients/{client}/key-pairs", "Generate new keys and certificate", this::add)
                .needing(Ability.CHANGE));
    }

    private Answer add(Call call) {
        ClientId id = call.client();
        Map<String, Object> values = call.body(RequestBody.JSON);
        OlderCredentials older = OlderCredentials.read(new JsonMembers(values)).requireKeysKept(registrar.store());
        try (KeyPairOrder order = KeyPairRequest.read(values, id, maxValidity)) {
            requirePrivacy(call, order.format());
            KeyRegistration registration = registrar.begin(call);
            requireNoOtherSource(registration);
            requireUsable(order.type(), registration.seen());
            try (IssuedKeyPair made = issue(id, order)) {
                ClientCertificate added = made.registered();
                Client client = registration.add(
                        List.of(added),
                        older,
                        call.change(
                                "key-pair.generate",
                                ChangeText.of(added) + registration.detail(List.of(added), older)));
                // Written only after the registration: an unregistered key would be useless.
                return Answer.file(
                                201,
                                order.format().mediaType(),
                                FileName.of(id, order.format().extension()),
                                made.archive().bytes())
                        .with("Location", CertificateCalls.path(call, client, added));
            }
        }
    }

    private void requirePrivacy(Call call, ArchiveFormat format) {
        if (!format.isEncrypted() && !sentry.originOf(call.request()).confidential()) {
            throw new ProblemException(new Problem(
                    ProblemKind.FORBIDDEN,
                    "An unencrypted private key is sent over TLS or to this machine itself only: choose an encrypted format.",
                    Optional.of("format")));
        }
    }

    /**
     * Refused beforehand, as the answer is the archive: it cannot carry a warning that the new key is not in use.
     */
    private static void requireNoOtherSource(KeyRegistration registration) {
        List<String> others = registration.otherSources();
        if (!others.isEmpty()) {
            String names = String.join(", ", others);
            throw new ProblemException(
                    ProblemKind.OTHER_KEY_SOURCE,
                    "The client's keys come from its " + names + ", and a registered one would not be in use: remove "
                            + names + " from the client first.");
        }
    }

    /** Refused beforehand for the same reason: the archive cannot carry a warning that the new key is unusable. */
    private static void requireUsable(KeyPairType type, Client client) {
        KeyAdvice.onAlgorithm(new KeyType(type.algorithm(), type.size()), client)
                .ifPresent(problem -> {
                    throw ProblemException.unacceptable(
                            "algorithm",
                            "The key would be unusable: " + problem
                                    + " Ask for another one, or change the client first.");
                });
    }

    private IssuedKeyPair issue(ClientId id, KeyPairOrder order) {
        try {
            return issuer.issue(id, order);
        } catch (UnacceptableKeyException e) {
            throw ProblemException.unacceptable(e);
        }
    }
}
