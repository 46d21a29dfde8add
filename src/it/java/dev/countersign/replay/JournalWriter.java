package dev.countersign.replay;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Uses assertions until the journal cannot be written, and some more; prints the id of each one that was let in. */
final class JournalWriter {

    static final ClientId SIGNER = new ClientId("signer");
    static final Duration LIFE = Duration.ofMinutes(5);
    static final String TURNED_AWAY = "turned away";

    private static final int MORE = 100;

    private JournalWriter() {}

    public static void main(String... arguments) throws IOException {
        Instant now = Instant.parse(arguments[1]);
        try (JournalNode node = new JournalNode(Path.of(arguments[0]), InstantSource.fixed(now))) {
            int turnedAway = 0;
            for (int i = 0; turnedAway < MORE; i++) {
                try {
                    if (node.guard().claim(SIGNER, "jti-" + i, Optional.empty(), now.plus(LIFE))) {
                        System.out.println("jti-" + i);
                    }
                } catch (UnavailableException e) {
                    turnedAway++;
                }
            }
            System.out.println(TURNED_AWAY);
        }
    }
}
