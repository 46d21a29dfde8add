package dev.countersign.admin;

import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.KeyType;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyDescriber.KeyDescription;
import dev.countersign.manage.UnacceptableKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Warnings about a key that was registered although this client may be unable to use it, or has it already.
 * Thread-safe.
 */
record KeyAdvice(KeyDescriber describer) {

    /** Whole sentences about each of these keys, in order. */
    List<String> about(List<ClientCertificate> added, Client client) {
        List<String> advice = new ArrayList<>();
        for (ClientCertificate key : added) {
            described(key).ifPresent(description -> {
                onTwins(key, description, client, advice);
                onAlgorithm(description.type(), client)
                        .or(() -> onOwnAlgorithm(key, client))
                        .or(() -> CertificateAdvice.onKey(key, client))
                        .ifPresent(problem -> advice.add("The key " + key.kid() + " is refused for now: " + problem));
            });
        }
        return advice;
    }

    /** Why the client cannot use such a key, as it is registered; empty: nothing known here stands against it. */
    static Optional<String> onAlgorithm(KeyType type, Client client) {
        return ClientForm.signingAlgorithm(client.profile())
                .filter(algorithm -> !type.fits(algorithm))
                .map(algorithm ->
                        "the client is registered to sign with " + algorithm + " alone, and this key is " + type + ".");
    }

    private static Optional<String> onOwnAlgorithm(ClientCertificate key, Client client) {
        Optional<String> used = ClientForm.signingAlgorithm(client.profile());
        boolean other = used.isPresent()
                && key.algorithm().isPresent()
                && !JwsAlgorithm.named(used.get())
                        .equals(JwsAlgorithm.named(key.algorithm().get()));
        return other
                ? Optional.of("the client is registered to sign with " + used.get() + " alone, and this key is for "
                        + key.algorithm().get() + ".")
                : Optional.empty();
    }

    private void onTwins(ClientCertificate key, KeyDescription description, Client client, List<String> advice) {
        for (ClientCertificate other : client.certificates()) {
            if (!other.id().equals(key.id())
                    && other.expiresAt().isEmpty()
                    && described(other)
                            .filter(twin -> twin.thumbprint().equals(description.thumbprint()))
                            .isPresent()) {
                advice.add("The same key is registered already, as " + other.id() + " (kid " + other.kid() + "): "
                        + consequence(other));
            }
        }
    }

    private static String consequence(ClientCertificate twin) {
        return twin.kind() == Kind.PUBLIC_KEY
                ? "bare, so that it counts after this certificate's end too, unless you remove it."
                : "the key counts until the last certificate that has it ends or is removed.";
    }

    /** Empty: it cannot be parsed any more. */
    private Optional<KeyDescription> described(ClientCertificate key) {
        try {
            return Optional.of(describer.describe(key));
        } catch (UnacceptableKeyException e) {
            return Optional.empty();
        }
    }
}
