package dev.countersign.admin;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientRegistry;
import dev.countersign.manage.UnacceptableKeyException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Adds public keys to those of a client: begun before the keys are made or read, so that an early refusal saves that
 * work, and finished by the store's edit, which checks everything again. Immutable.
 *
 * @param seen the client at the beginning
 */
record KeyRegistration(KeyRegistrar registrar, ClientRegistry registry, Precondition condition, Client seen) {

    /**
     * @throws ProblemException when the client does not exist, has another version than expected, or uses no keys
     */
    static KeyRegistration begin(KeyRegistrar registrar, Call call) {
        Precondition condition = call.precondition();
        Client client = registrar.clients().existing(call);
        condition.check(client);
        KeyRegistration registration =
                new KeyRegistration(registrar, registrar.clients().by(call.caller()), condition, client);
        registration.requireUse(client);
        return registration;
    }

    /** The names of the properties that are another source of the client's keys, and count before registered ones. */
    List<String> otherSources() {
        return ClientForm.otherKeySources(seen.profile());
    }

    /** For the audit trail: what happens to the keys that are there; empty: they stay. */
    String detail(List<ClientCertificate> added, OlderCredentials older) {
        return older.detail(seen.certificates(), registrar.clock().instant())
                + EndedCredentials.detail(forRoom(replaced(seen, added, older), added));
    }

    /**
     * Registers the keys. Another source of keys that the client has goes on counting before them.
     *
     * @throws ProblemException when one is registered already and is no renewed certificate, there are too many, the
     *     client's method or source of keys was changed meanwhile, or the older ones cannot end as asked
     */
    Client add(List<ClientCertificate> added, OlderCredentials older, Change change) {
        if (older.unusedFor().isPresent() && added.size() > 1) {
            throw ProblemException.unacceptable(
                    "file", "Older keys wait for the use of one newer key, and there are " + added.size() + " in it.");
        }
        Map<String, ClientCertificate> thumbprints = new HashMap<>();
        for (ClientCertificate certificate : added) {
            if (thumbprints.put(thumbprint(certificate), certificate) != null) {
                throw ProblemException.unacceptable("file", "The same key is in the file twice.");
            }
        }
        List<ClientCertificate> told = forRoom(replaced(seen, added, older), added);
        UnaryOperator<Client> edit = current -> {
            condition.check(current);
            requireUse(current);
            requireStill(current);
            older.requireSeen(seen.certificates(), current.certificates());
            requireNew(current, thumbprints);
            return grown(current, added, older, told);
        };
        return registry.update(seen.id(), OptionalLong.empty(), edit, change);
    }

    private void requireUse(Client client) {
        if (!registrar.catalog().usesKeys(client.profile())) {
            throw new ProblemException(
                    ProblemKind.NO_KEYS, "Only confidential clients whose method uses public keys can have one.");
        }
    }

    /** The key, its warnings and the audit entry were made for the client as it was at the beginning. */
    private void requireStill(Client current) {
        boolean same = current.profile().method().equals(seen.profile().method())
                && ClientForm.otherKeySources(current.profile()).equals(otherSources());
        if (!same) {
            throw new ProblemException(
                    ProblemKind.STALE,
                    "The client's method, or the source of its keys, was changed at the same moment.");
        }
    }

    /** A renewed certificate may have the same key; any other key that is registered already is refused. */
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
            return registrar.describer().describe(certificate).thumbprint();
        } catch (UnacceptableKeyException e) {
            throw ProblemException.unacceptable(e);
        }
    }

    /** Empty: it can no longer be decoded; then it authenticates nothing, and a duplicate of it does no harm. */
    private Optional<String> knownThumbprint(ClientCertificate registered) {
        try {
            return Optional.of(registrar.describer().describe(registered).thumbprint());
        } catch (UnacceptableKeyException e) {
            return Optional.empty();
        }
    }

    private Client grown(
            Client current, List<ClientCertificate> added, OlderCredentials older, List<ClientCertificate> told) {
        List<ClientCertificate> certificates = new ArrayList<>(replaced(current, added, older));
        List<ClientCertificate> removed = forRoom(certificates, added);
        certificates.removeAll(removed);
        certificates.addAll(added);
        if (certificates.size() > Client.MAX_CERTIFICATES) {
            throw new ProblemException(
                    ProblemKind.TOO_MANY_KEYS,
                    "A client has at most " + Client.MAX_CERTIFICATES + " keys registered: remove some first.");
        }
        EndedCredentials.requireSame(told, removed);
        return current.withCertificates(certificates);
    }

    private List<ClientCertificate> replaced(Client client, List<ClientCertificate> added, OlderCredentials older) {
        return older.replaced(client.certificates(), added.get(0).id(), now());
    }

    private List<ClientCertificate> forRoom(List<ClientCertificate> present, List<ClientCertificate> added) {
        return EndedCredentials.forRoom(present, added.size(), Client.MAX_CERTIFICATES, now());
    }

    /** In whole milliseconds, which every database stores exactly. */
    private Instant now() {
        return registrar.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
