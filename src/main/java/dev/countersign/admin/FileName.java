package dev.countersign.admin;

import dev.countersign.client.ClientId;

/**
 * Names files after clients, with characters that are safe in every browser, shell and file system: {@code
 * A-Z a-z 0-9 _ -} and single inner dots only.
 */
final class FileName {

    /** Without the extension. */
    private static final int MAX_NAME_CHARS = 100;

    private FileName() {}

    /** @param extension without the dot */
    static String of(ClientId client, String extension) {
        String id = client.value();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < Math.min(id.length(), MAX_NAME_CHARS); i++) {
            name.append(isPlain(id, i) ? id.charAt(i) : '_');
        }
        return name.append('.').append(extension).toString();
    }

    private static boolean isPlain(String text, int at) {
        char c = text.charAt(at);
        boolean inner = at > 0 && at < text.length() - 1;
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || (inner && c == '-')
                || (inner && c == '.' && text.charAt(at - 1) != '.');
    }
}
