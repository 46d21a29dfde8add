package dev.countersign.admin;

import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Adds public keys to those of a client: begun before the keys are made or read, so that nothing is done in vain, and finished by the store's edit, which looks
 * at everything again. Immutable.
 *
 * @param seen the client as it was when this began
 */
record KeyRegistration(AdminDesk desk, Precondition condition, Client seen) {

    /** @throws ProblemException when the client is not there, is another version than expected, or has no use for a key */
    static KeyRegistration begin(AdminDesk desk, Call call) {
        Precondition condition = call.precondition();
        Client client = desk.registry().find(call.client()).orElseThrow(ProblemException::noSuchClient);
        condition.check(client);
        KeyRegistration registration = new KeyRegistration(desk, condition, client);
        registration.requireUse(client);
        return registration;
    }

    /** The properties, by name, that tell where else the client's keys come from. */
    List<String> otherSources() {
        return ClientForm.otherKeySources(seen.profile());
    }

    /**
     * Registers the keys; where the client's keys came from until now is forgotten.
     *
     * @throws ProblemException when one is registered already and is no renewed certificate, there are too many, or the client was changed in a way that matters
     */
    Client add(List<ClientCertificate> added, Change change) {
        Map<String, ClientCertificate> thumbprints = new HashMap<>();
        for (ClientCertificate certificate : added) {
            if (thumbprints.put(thumbprint(certificate), certificate) != null) {
                throw ProblemException.unacceptable("file", "The same key is there twice.");
            }
        }
        UnaryOperator<Client> edit = current -> {
            condition.check(current);
            requireUse(current);
            requireStill(current);
            requireNew(current, thumbprints);
            return grown(current, added);
        };
        return desk.registry().update(seen.id(), OptionalLong.empty(), edit, change);
    }

    private void requireUse(Client client) {
        if (!desk.catalog().usesKeys(client.profile())) {
            throw new ProblemException(
                    ProblemKind.NO_KEYS, "Only confidential clients whose method uses public keys have a use for one.");
        }
    }

    /** What was asked, answered and noted down was about the client as it was then. */
    private void requireStill(Client current) {
        boolean same = current.profile().method().equals(seen.profile().method())
                && ClientForm.otherKeySources(current.profile()).equals(otherSources());
        if (!same) {
            throw new ProblemException(
                    ProblemKind.STALE,
                    "The client's method, or the source of its keys, was changed at the same moment.");
        }
    }

    /** A certificate may be renewed and keep its key; all else that is there already would add nothing. */
    private void requireNew(Client current, Map<String, ClientCertificate> added) {
        for (ClientCertificate registered : current.certificates()) {
            Optional<ClientCertificate> twin = knownThumbprint(registered).map(added::get);
            if (twin.filter(same -> !isRenewal(same, registered)).isPresent()) {
                throw new ProblemException(
                        ProblemKind.EXISTS,
                        "This key is registered already, as " + registered.id() + " (kid " + registered.kid()
                                + "): remove that one first, or make a new key.");
            }
        }
    }

    private static boolean isRenewal(ClientCertificate added, ClientCertificate registered) {
        return added.kind() == Kind.CERTIFICATE && !added.der().equals(registered.der());
    }

    private String thumbprint(ClientCertificate certificate) {
        try {
            return desk.keys().descriptions().describe(certificate).thumbprint();
        } catch (UnacceptableKeyException e) {
            throw ProblemException.unacceptable(e);
        }
    }

    /** Empty: it cannot be read any more, so that it lets nobody in and may as well be there twice. */
    private Optional<String> knownThumbprint(ClientCertificate registered) {
        try {
            return Optional.of(desk.keys().descriptions().describe(registered).thumbprint());
        } catch (UnacceptableKeyException e) {
            return Optional.empty();
        }
    }

    private static Client grown(Client current, List<ClientCertificate> added) {
        List<ClientCertificate> certificates = new ArrayList<>(current.certificates());
        certificates.addAll(added);
        if (certificates.size() > Client.MAX_CERTIFICATES) {
            throw new ProblemException(
                    ProblemKind.TOO_MANY_KEYS,
                    "A client has at most " + Client.MAX_CERTIFICATES + " keys registered: remove some first.");
        }
        Map<String, String> properties = new LinkedHashMap<>(current.profile().properties());
        properties.keySet().removeAll(ClientForm.KEY_SOURCES);
        return current.with(current.profile().withProperties(properties)).withCertificates(certificates);
    }
}
