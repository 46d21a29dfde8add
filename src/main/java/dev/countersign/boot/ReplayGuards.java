package dev.countersign.boot;

import dev.countersign.auth.GuardRuns;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.replay.JournalReplayGuard;
import dev.countersign.replay.MemoryReplayGuard;
import dev.countersign.replay.RestoredReplayGuard;
import dev.countersign.secret.KeyRing;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.StoreReplayGuard;
import jakarta.servlet.ServletContext;
import java.time.InstantSource;
import java.util.UUID;
import javax.crypto.SecretKey;

/** Makes the replay guard that the settings name. Stateless. */
final class ReplayGuards {

    private static final String MBEAN_TYPE = "ReplayGuard";

    private ReplayGuards() {}

    static ReplayGuard open(
            Settings settings,
            KeyRing ring,
            JdbcStore store,
            InstantSource clock,
            ServletContext context,
            OpenResources closing) {
        long capacity = settings.replay().capacity();
        return switch (settings.replay().kind()) {
            case MEMORY -> {
                beginWithoutJournal(store.guardRuns());
                MemoryReplayGuard guard = new MemoryReplayGuard(capacity, settings.assertions(), clock);
                closing.add(new MBeanRegistration(guard, MBEAN_TYPE, context));
                yield guard;
            }
            case JOURNAL -> {
                JournalReplayGuard guard = closing.add(new JournalReplayGuard(
                        settings.dataDirectory().orElseThrow(),
                        capacity,
                        settings.assertions(),
                        key(ring),
                        store.guardRuns(),
                        clock));
                closing.add(new MBeanRegistration(guard, MBEAN_TYPE, context));
                yield guard;
            }
            case STORE -> {
                beginWithoutJournal(store.guardRuns());
                StoreReplayGuard guard = closing.add(new StoreReplayGuard(store, clock));
                yield store.restoreMark()
                        .last()
                        .<ReplayGuard>map(at -> new RestoredReplayGuard(guard, at, settings.assertions()))
                        .orElse(guard);
            }
        };
    }

    /**
     * Marks a new run in the store, so that the journal of an earlier run, which lacks the assertions that this run
     * accepts, is not used again.
     */
    private static void beginWithoutJournal(GuardRuns runs) {
        runs.begin(UUID.randomUUID());
    }

    private static SecretKey key(KeyRing ring) {
        return ring.derive(ring.activeId(), JournalReplayGuard.KEY_PURPOSE).orElseThrow();
    }
}
