package dev.countersign.admin;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.PublishedKeySets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an administrator should know of a change of the source of a client's keys. One source counts: {@code jwks_uri}
 * or {@code jwks}, before the registered keys, which are kept meanwhile. Thread-safe.
 */
record KeySourceAdvice(MethodCatalog catalog, PublishedKeySets published) {

    private static final String URL = "jwks_uri";

    /**
     * Refuses a URL that is new and that the settings never allow. One that was registered before they were changed
     * does not stand in the way of other changes.
     *
     * @param before empty: a new client
     * @throws ProblemException which names the setting
     */
    void requireAllowed(Optional<ClientProfile> before, ClientProfile after) {
        newUrl(before, after).flatMap(published::forbidden).ifPresent(problem -> {
            throw ProblemException.inField(URL, problem);
        });
    }

    /** Whole sentences about a new client. Its key set is fetched. */
    List<String> about(Client created) {
        return onUrl(Optional.empty(), created.profile()).stream().toList();
    }

    /** The same, without a fetch. */
    List<String> untried(Client created) {
        return newUrl(Optional.empty(), created.profile())
                .map(url -> "jwks_uri was not fetched: POST /admin/key-sets/fetch tells whether it can be.")
                .stream()
                .toList();
    }

    /** Whole sentences about a change that was made. A key set with another URL than before is fetched. */
    List<String> about(Client before, Client after) {
        List<String> advice = new ArrayList<>();
        List<String> sources = ClientForm.otherKeySources(after.profile());
        List<String> gone = new ArrayList<>(ClientForm.otherKeySources(before.profile()));
        gone.removeAll(sources);
        if (!gone.isEmpty() && !sources.isEmpty()) {
            advice.add("A client has one source of keys: its " + joined(sources) + " has taken the place of "
                    + joined(gone) + ", and the keys from there are refused from now on.");
        }
        boolean counted = catalog.usesRegisteredKeys(before.profile());
        boolean counts = catalog.usesRegisteredKeys(after.profile());
        if (!after.certificates().isEmpty() && counted && !counts) {
            advice.add("The registered keys (" + after.certificates().size() + ") are kept, but not in use while "
                    + (sources.isEmpty() ? "the client's method uses no keys" : joined(sources) + " is set")
                    + ": " + use(before.profile()) + " are refused from now on.");
        }
        if (!after.certificates().isEmpty() && !counted && counts) {
            advice.add("The registered keys that were kept count again: " + named(after.certificates())
                    + ". Remove those that were retired meanwhile.");
        }
        onUrl(Optional.of(before.profile()), after.profile()).ifPresent(advice::add);
        advice.addAll(CertificateAdvice.onMethod(before, after));
        return advice;
    }

    /** What the audit trail says of registered keys that a change has taken out of use or put into use again. */
    String detail(Client before, Client after) {
        boolean counted = catalog.usesRegisteredKeys(before.profile());
        boolean counts = catalog.usesRegisteredKeys(after.profile());
        if (after.certificates().isEmpty() || counted == counts) {
            return "";
        }
        return (counts ? "; in use again: " : "; kept, not in use: ") + ChangeText.of(after.certificates());
    }

    private Optional<String> onUrl(Optional<ClientProfile> before, ClientProfile after) {
        return newUrl(before, after).flatMap(url -> onFetch(url, after));
    }

    private Optional<String> onFetch(String url, ClientProfile profile) {
        try {
            // Within the back-off after a failure, which a trial of the URL may just have begun.
            Resolved found = published.fetch(url, false);
            return found.keys().isEmpty()
                    ? Optional.of("There is no usable key at jwks_uri now: the client is refused until there is one.")
                    : CertificateAdvice.onFetched(found, profile);
        } catch (UnavailableException e) {
            return Optional.of(
                    "jwks_uri cannot be fetched now: " + e.getMessage() + ". The client gets 503 until it can be.");
        }
    }

    private Optional<String> newUrl(Optional<ClientProfile> before, ClientProfile after) {
        return Optional.ofNullable(after.properties().get(URL))
                .filter(url -> catalog.usesKeys(after))
                .filter(url -> !before.map(ClientProfile::properties)
                        .map(properties -> url.equals(properties.get(URL)))
                        .orElse(false));
    }

    /** What clients of such a method use registered keys for. */
    private static String use(ClientProfile profile) {
        return CertificateAdvice.isNeeded(profile) ? "connections with them" : "JWTs that they sign";
    }

    private static String named(List<ClientCertificate> keys) {
        return keys.stream().map(key -> key.id() + " (kid " + key.kid() + ")").collect(Collectors.joining(", "));
    }

    private static String joined(List<String> names) {
        return String.join(", ", names);
    }
}
