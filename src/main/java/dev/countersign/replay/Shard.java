package dev.countersign.replay;

import java.util.concurrent.locks.ReentrantLock;

/** The marks of some of the clients, all of each, under a lock of their own. Thread-safe. */
final class Shard {

    /** What became of a claim. */
    enum Answer {
        MARKED,
        USED,
        NO_ROOM
    }

    private static final int MARK_WIDTH = 3;
    private static final int COUNT_WIDTH = 2;

    private final Room room;
    private final ReentrantLock lock = new ReentrantLock();

    /** Rows of client, jti, end. */
    private final LongTable marks = new LongTable(MARK_WIDTH);

    /** Rows of client, number of marks. */
    private final LongTable counts = new LongTable(COUNT_WIDTH);

    /** The row at which the next sweep begins. */
    private int broom;

    Shard(Room room) {
        this.room = room;
    }

    Answer claim(Mark mark, long now) {
        lock.lock();
        try {
            int there = marks.find(mark.client(), mark.jti());
            if (there != LongTable.ABSENT) {
                return claimAgain(there, mark.until(), now);
            }
            int counted = counts.find(mark.client(), mark.client());
            long held = counted == LongTable.ABSENT ? 0 : counts.value(counted);
            if (!room.take(held)) {
                return Answer.NO_ROOM;
            }
            marks.add(mark.client(), mark.jti(), mark.until());
            if (counted == LongTable.ABSENT) {
                counts.add(mark.client(), mark.client(), 1);
            } else {
                counts.setValue(counted, held + 1);
            }
            return Answer.MARKED;
        } finally {
            lock.unlock();
        }
    }

    private Answer claimAgain(int row, long until, long now) {
        if (marks.value(row) > now) {
            return Answer.USED;
        }
        marks.setValue(row, until);
        return Answer.MARKED;
    }

    /** Looks at the next few rows and frees those whose end has come; not now, if somebody else is at work here. */
    void sweepInPassing(int fewest, int share, long now) {
        if (lock.tryLock()) {
            try {
                sweepRows(fewest + marks.rows() / share, now);
                shrink();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Looks at all rows, a piece at a time, so that nobody waits long. */
    void sweep(int piece, long now) {
        int left = rows();
        while (left > 0) {
            lock.lock();
            try {
                sweepRows(piece, now);
            } finally {
                lock.unlock();
            }
            left -= piece;
        }
        lock.lock();
        try {
            shrink();
        } finally {
            lock.unlock();
        }
    }

    private int rows() {
        lock.lock();
        try {
            return marks.rows();
        } finally {
            lock.unlock();
        }
    }

    private void sweepRows(int number, long now) {
        for (int left = number; left > 0; ) {
            broom &= marks.rows() - 1;
            long until = marks.value(broom);
            if (until == 0 || until > now) {
                broom++;
                left--;
            } else {
                // The same place is looked at again, where another row may be then.
                free(broom);
            }
        }
    }

    private void shrink() {
        marks.shrink();
        counts.shrink();
    }

    private void free(int row) {
        long client = marks.first(row);
        marks.remove(row);
        int counted = counts.find(client, client);
        if (counts.value(counted) == 1) {
            counts.remove(counted);
        } else {
            counts.setValue(counted, counts.value(counted) - 1);
        }
        room.giveBack();
    }
}
