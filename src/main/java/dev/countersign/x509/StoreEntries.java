package dev.countersign.x509;

import dev.countersign.text.ShownText;
import java.util.ArrayList;
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

    /** Entries of a key store: it is a client's, and no bundle of authorities. */
    static final int MAX_ENTRIES = 100;

    private static final int MAX_SHOWN = 10;

    private static final String PRIVATE_KEY =
            "There is a private key in the key store. It was neither kept nor decrypted, but it should not travel: next time bring"
                    + " the certificate alone, or a request for one (CSR).";

    private static final String NO_CERTIFICATE =
            "There is a private key in the key store and no certificate of it. Bring its public key, as PUBLIC_KEY_PEM:"
                    + " openssl pkcs12 -in FILE -nocerts -nodes | openssl pkey -pubout -out public.pem.";

    private static final String NOTHING =
            "There is no key and no certificate in the key store. keytool -list -keystore FILE shows what it holds.";

    StoreEntries {
        list = List.copyOf(list);
    }

    static RuntimeException tooMany() {
        return ImportProblem.ofFile("There are more than " + MAX_ENTRIES + " entries in the key store.");
    }

    /**
     * The selected entry.
     *
     * @param alias or the number of an entry, as {@link #label} writes it
     * @throws dev.countersign.manage.UnacceptableKeyException when the selection is not clear; it lists the entries
     */
    FileContents pick(Optional<String> alias) {
        if (list.isEmpty()) {
            throw ImportProblem.ofFile(hasPrivateKey ? NO_CERTIFICATE : NOTHING);
        }
        List<StoreEntry> fitting = different(alias.map(this::called).orElseGet(this::likely));
        if (fitting.size() != 1) {
            throw ImportProblem.ofAlias(
                    fitting.isEmpty()
                            ? "There is no entry of that alias, but " + labels(list) + "."
                            : "There is more than one entry that could be meant. Choose one: " + labels(fitting) + ".");
        }
        return new FileContents(List.of(fitting.get(0).found()), hasPrivateKey ? List.of(PRIVATE_KEY) : List.of());
    }

    /** An entry of exactly that alias counts before those that differ in case, and any alias before a number. */
    private List<StoreEntry> called(String name) {
        List<StoreEntry> exact =
                list.stream().filter(entry -> entry.alias().equals(name)).toList();
        List<StoreEntry> called = exact.isEmpty()
                ? list.stream().filter(entry -> entry.isCalled(name)).toList()
                : exact;
        return called.isEmpty()
                ? list.stream().filter(entry -> number(entry).equals(name)).toList()
                : called;
    }

    /** Where there are private keys, certificates without one belong to other parties. */
    private List<StoreEntry> likely() {
        List<StoreEntry> own = list.stream().filter(StoreEntry::hasPrivateKey).toList();
        return own.isEmpty() ? list : own;
    }

    /** One entry may be there twice. */
    private static List<StoreEntry> different(List<StoreEntry> entries) {
        List<StoreEntry> different = new ArrayList<>();
        entries.stream()
                .filter(entry -> different.stream().noneMatch(entry::isSame))
                .forEach(different::add);
        return different;
    }

    private String labels(List<StoreEntry> entries) {
        List<StoreEntry> distinct = different(list);
        String shown = entries.stream()
                .limit(MAX_SHOWN)
                .map(entry -> label(entry, distinct))
                .collect(Collectors.joining(", "));
        return entries.size() > MAX_SHOWN ? shown + " and " + (entries.size() - MAX_SHOWN) + " more" : shown;
    }

    /** The alias, or where that selects no single entry or cannot be typed, a number and what it stands for. */
    private String label(StoreEntry entry, List<StoreEntry> distinct) {
        String shown = ShownText.of(entry.alias());
        boolean isClear = !shown.isBlank()
                && shown.equals(entry.alias())
                && distinct.stream()
                                .filter(other -> other.alias().equals(entry.alias()))
                                .count()
                        == 1;
        return isClear ? '"' + shown + '"' : number(entry) + " (\"" + shown + "\": " + entry.details() + ")";
    }

    /** Its place in the file, from 1, behind a mark that no alias begins with. */
    private String number(StoreEntry entry) {
        String mark = "#";
        while (startsAlias(mark)) {
            mark += "#";
        }
        return mark + (list.indexOf(entry) + 1);
    }

    private boolean startsAlias(String mark) {
        return list.stream().anyMatch(entry -> entry.alias().startsWith(mark));
    }
}
