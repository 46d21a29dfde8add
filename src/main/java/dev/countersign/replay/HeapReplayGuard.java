package dev.countersign.replay;

import dev.countersign.auth.ReplayGuard;

/** A guard that decides by marks on the heap, with their numbers for operators. Thread-safe. */
abstract class HeapReplayGuard implements ReplayGuard, ReplayGuardMXBean {

    abstract GuardMemory memory();

    @Override
    public long getMarks() {
        return memory().marks().size();
    }

    @Override
    public long getUsedBytes() {
        return memory().marks().room().used();
    }

    @Override
    public long getCapacityBytes() {
        return memory().marks().room().capacity();
    }

    @Override
    public long getRefusedForRoom() {
        return memory().refused();
    }

    @Override
    public long getJournalBytes() {
        return 0;
    }
}
