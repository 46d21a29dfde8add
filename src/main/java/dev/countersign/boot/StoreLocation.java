package dev.countersign.boot;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import java.nio.file.Path;

/** Where the clients are, as the setting {@code store} says. */
sealed interface StoreLocation {

    /** What a value may be, in words. */
    String ALLOWED =
            "a JNDI name that begins with java:, or file: and the path of a JSON file (?writable=true behind it:"
                    + " the administration may change it)";

    /** What is bound at this name decides: a DataSource or a ClientStore. */
    record Bound(String name) implements StoreLocation {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A file with the clients in JSON. */
    record JsonFile(Path path, boolean writable) implements StoreLocation {

        @Override
        public String toString() {
            return FILE + path + (writable ? WRITABLE : "");
        }
    }

    /** Before the path of a file. */
    String FILE = "file:";

    /** Behind the path of a file. */
    String WRITABLE = "?writable=true";

    /** @throws IllegalArgumentException when it is neither */
    static StoreLocation parse(String text) {
        if (!text.startsWith(FILE)) {
            return new Bound(SettingTypes.jndiName(text));
        }
        boolean writable = text.endsWith(WRITABLE);
        String path = text.substring(FILE.length(), text.length() - (writable ? WRITABLE.length() : 0));
        // Other options would be taken for a part of the path, and the file would be missed with another message.
        SettingTypes.accepted(text, !path.isEmpty() && !path.startsWith("//") && path.indexOf('?') < 0);
        try {
            return new JsonFile(PlatformPath.absolute(path), writable);
        } catch (MalformedException e) {
            throw new SettingTypes.ExplainedException(e.rule());
        }
    }
}
