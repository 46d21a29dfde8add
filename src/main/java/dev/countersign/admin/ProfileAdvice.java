package dev.countersign.admin;

import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientProfile;
import dev.countersign.keys.JwsAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Warnings about what was registered although a part of it does not count. Thread-safe. */
record ProfileAdvice(MethodCatalog catalog) {

    /**
     * Whole sentences about what has changed.
     *
     * @param before empty: the client is new
     */
    List<String> about(ClientProfile profile, Optional<Client> before) {
        List<String> advice = new ArrayList<>();
        for (PropertyDescription property : catalog.propertiesOf(profile.method())) {
            Optional<String> value = value(profile, property.name());
            if (!value.equals(before.flatMap(client -> value(client.profile(), property.name())))) {
                value.ifPresent(changed -> advice.addAll(property.warnings().apply(changed)));
            }
        }
        if (before.filter(client -> client.profile().properties().equals(profile.properties())
                        && client.profile().method().equals(profile.method()))
                .isEmpty()) {
            CertificateAdvice.onKeySet(profile).ifPresent(advice::add);
        }
        before.flatMap(client -> onSecrets(profile, client)).ifPresent(advice::add);
        return advice;
    }

    /** A secret that was long enough for the algorithm before may be too short for this one. */
    private static Optional<String> onSecrets(ClientProfile profile, Client before) {
        boolean keeps = profile.method().equals(AuthMethod.CLIENT_SECRET_JWT)
                && before.profile().method().equals(AuthMethod.CLIENT_SECRET_JWT)
                && !before.secrets().isEmpty();
        Optional<String> algorithm = ClientForm.signingAlgorithm(profile);
        if (!keeps || algorithm.equals(ClientForm.signingAlgorithm(before.profile()))) {
            return Optional.empty();
        }
        return algorithm
                .flatMap(JwsAlgorithm::named)
                .filter(named -> named.hashBits() > JwsAlgorithm.HS256.hashBits())
                .map(named -> "A secret of fewer than " + named.hashBits() / Byte.SIZE
                        + " characters, as HS256 takes it, does not count with " + named.registeredName()
                        + " (RFC 7518, section 3.2): add a longer one where the client has such a secret.");
    }

    private static Optional<String> value(ClientProfile profile, String name) {
        return Optional.ofNullable(profile.properties().get(name));
    }
}
