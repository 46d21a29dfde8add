package dev.countersign.admin;

import dev.countersign.auth.ArchiveFormat;
import dev.countersign.auth.KeyDescriber.KeyType;
import dev.countersign.auth.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.auth.KeyPairOrder;
import dev.countersign.auth.KeyPairType;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.util.List;
import java.util.Optional;

/** The call that makes a key pair for a client: the certificate is registered, the private key leaves in the one answer. Thread-safe. */
record KeyPairCalls(AdminDesk desk) {

    Answer add(Call call) {
        ClientId id = call.client();
        try (KeyPairOrder order =
                KeyPairRequest.read(call.body(RequestBody.JSON), id, desk.keys().maxCertificateValidity())) {
            requirePrivacy(call, order.format());
            KeyRegistration registration = KeyRegistration.begin(desk, call);
            requireNoOtherSource(registration);
            requireUsable(order.type(), registration.seen());
            try (IssuedKeyPair made = issue(id, order)) {
                ClientCertificate added = made.registered();
                Client client = registration.add(
                        List.of(added),
                        call.change("key-pair.generate", "certificate " + added.id() + ", kid " + added.kid()));
                // Only now, for nobody could use a key that is not registered.
                return Answer.file(
                                201,
                                order.format().mediaType(),
                                FileName.of(id, order.format().extension()),
                                made.archive().bytes())
                        .with("Location", call.representation(desk).path(client, added));
            }
        }
    }

    private void requirePrivacy(Call call, ArchiveFormat format) {
        if (!format.isEncrypted() && !desk.sentry().confidential(call.request())) {
            throw new ProblemException(new Problem(
                    ProblemKind.FORBIDDEN,
                    "A private key in clear is handed out by TLS, or on this very machine, only: choose an encrypted format.",
                    Optional.of("format")));
        }
    }

    /** The answer is the archive, with no room to say that keys which work now stop working. */
    private static void requireNoOtherSource(KeyRegistration registration) {
        List<String> others = registration.otherSources();
        if (!others.isEmpty()) {
            String names = String.join(", ", others);
            throw new ProblemException(
                    ProblemKind.OTHER_KEY_SOURCE,
                    "The client's keys come from its " + names + ", and those would stop working: remove " + names
                            + " from the client first.");
        }
    }

    /** Likewise no room to say that the new key will not do. */
    private static void requireUsable(KeyPairType type, Client client) {
        KeyAdvice.onAlgorithm(new KeyType(type.algorithm(), type.size()), client)
                .ifPresent(problem -> {
                    throw ProblemException.unacceptable(
                            "algorithm",
                            "Nobody could use it: " + problem + " Ask for another one, or change the client first.");
                });
    }

    private IssuedKeyPair issue(ClientId id, KeyPairOrder order) {
        try {
            return desk.keys().pairs().issue(id, order);
        } catch (UnacceptableKeyException e) {
            throw ProblemException.unacceptable(e);
        }
    }
}
