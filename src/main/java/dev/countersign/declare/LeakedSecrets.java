package dev.countersign.declare;

import dev.countersign.text.SecretText;
import dev.countersign.text.ShownText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The command {@code leaked}: secrets of the server's clients that stand in files. Not thread-safe. */
public final class LeakedSecrets {

    /** Sent at a time, which the server takes. */
    private static final int BATCH = 500;

    private final AdminRest server;
    private final Consumer<String> out;

    /**
     * @param out takes lines for people; no line has a secret
     * @throws DeclarationException when the file with the trusted CAs cannot be read
     */
    public LeakedSecrets(ServerAccess server, Consumer<String> out) throws DeclarationException {
        this.server = new AdminRest(server);
        this.out = out;
    }

    /**
     * Looks for secrets. Only what has the form of one is sent, not the files.
     *
     * @param revoke whether those that are found end
     * @return how many of those that are found are live, now that this is done
     * @throws DeclarationException when a file cannot be read, or the server cannot be asked
     */
    public int look(List<Path> files, boolean revoke) throws DeclarationException {
        SecretScan scan = new SecretScan();
        for (Path file : files) {
            scan.read(file);
        }
        Map<String, String> places = new HashMap<>();
        scan.found().forEach((text, place) -> places.putIfAbsent(id(text), place));
        List<String> texts = new ArrayList<>(scan.found().keySet());
        int known = 0;
        int live = 0;
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
            for (Map<String, Object> item : server.leaked(String.join("\n", batch), revoke)) {
                boolean works = Boolean.TRUE.equals(item.get("live"));
                known++;
                live += works ? 1 : 0;
                String id = String.valueOf(item.get("secret_id"));
                out.accept(ShownText.quoted(String.valueOf(item.get("client_id"))) + ": secret " + ShownText.quoted(id)
                        + " " + ShownText.quoted(String.valueOf(item.getOrDefault("label", "")))
                        + (works ? ", live" : ", not live") + ", in " + places.getOrDefault(id, "a file"));
            }
        }
        out.accept(known + " secrets of clients found, " + live + " of them live");
        return live;
    }

    private static String id(String secret) {
        return SecretText.id(secret.getBytes(StandardCharsets.US_ASCII)).orElse("");
    }
}
