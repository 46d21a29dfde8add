package dev.countersign.expiry;

import dev.countersign.client.EndingCredential;
import java.time.Duration;
import java.time.Instant;

/** How long before its end somebody is told of a credential. Immutable. */
enum Threshold {
    DAY(1, 0),
    WEEK(7, 1),
    MONTH(30, 7);

    private final int days;
    private final int nextDays;

    Threshold(int days, int nextDays) {
        this.days = days;
        this.nextDays = nextDays;
    }

    int days() {
        return days;
    }

    /** What ends no later than this has crossed the threshold. */
    Instant until(Instant now) {
        return now.plus(Duration.ofDays(days));
    }

    /**
     * What ends after this is to be told of. What has crossed the next threshold too, since nobody looked for long, is told of there only.
     *
     * @param told what ends no later was told of
     */
    Instant after(Instant told, Instant now) {
        Instant next = now.plus(Duration.ofDays(nextDays));
        return nextDays > 0 && next.isAfter(told) ? next : told;
    }

    /** Not what was registered with less time to live: whoever did that knew. */
    boolean concerns(EndingCredential credential) {
        return credential.livesLongerThan(Duration.ofDays(days));
    }
}
