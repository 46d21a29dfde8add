package dev.countersign.x509;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is in a key store. Immutable.
 *
 * @param list those with a certificate
 * @param hasPrivateKey whether there is one, with a certificate or without
 */
record StoreEntries(List<StoreEntry> list, boolean hasPrivateKey) {

    /** How many a key store may have: it is a client's, and no collection of all authorities. */
    static final int MOST = 100;

    private static final int MOST_SHOWN = 10;

    private static final String PRIVATE_KEY =
            "There is a private key in the key store. It was neither kept nor decrypted, but it should not travel: next time bring"
                    + " the certificate alone, or a request for one (CSR).";

    StoreEntries {
        list = List.copyOf(list);
    }

    static RuntimeException tooMany() {
        return Complaint.ofFile("There are more than " + MOST + " entries in the key store.");
    }

    /**
     * The entry that is meant.
     *
     * @throws dev.countersign.auth.UnacceptableKeyException when that is not clear; it lists the aliases
     */
    FileContents pick(Optional<String> alias) {
        if (list.isEmpty()) {
            throw Complaint.ofFile(
                    hasPrivateKey
                            ? "There is a private key in the key store and no certificate of it."
                            : "There is no key and no certificate in the key store.");
        }
        List<StoreEntry> fitting = alias.map(name ->
                        list.stream().filter(entry -> entry.isCalled(name)).toList())
                .orElseGet(this::likely);
        if (fitting.size() != 1) {
            throw Complaint.ofAlias(
                    fitting.isEmpty()
                            ? "There is no entry of that alias, but " + aliases(list) + "."
                            : "There is more than one entry that could be meant. Choose one: " + aliases(fitting)
                                    + ".");
        }
        return new FileContents(List.of(fitting.get(0).found()), hasPrivateKey ? List.of(PRIVATE_KEY) : List.of());
    }

    /** Where there are private keys, the other certificates are those of others. */
    private List<StoreEntry> likely() {
        List<StoreEntry> own = list.stream().filter(StoreEntry::hasPrivateKey).toList();
        return own.isEmpty() ? list : own;
    }

    private static String aliases(List<StoreEntry> entries) {
        String shown = entries.stream()
                .limit(MOST_SHOWN)
                .map(entry -> '"' + ShownText.of(entry.alias()) + '"')
                .collect(Collectors.joining(", "));
        return entries.size() > MOST_SHOWN ? shown + " and " + (entries.size() - MOST_SHOWN) + " more" : shown;
    }
}
