package dev.countersign.store.jdbc;

import dev.countersign.client.ChangeFeed.Changes;
import dev.countersign.client.ChangeFeed.Mark;
import dev.countersign.client.ChangeFeed.Position;
import dev.countersign.client.ClientId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The state of all that is followed, as {@link Events#STATE} found it at one moment.
 *
 * @param end the last event and the last revocation
 * @param seenEvent the fingerprint of the event that has the number of the caller's position; empty: none has
 * @param seenRevocation the same of the revocation
 * @param signingKeys the version of the signing keys
 */
record FeedState(Position end, String seenEvent, String seenRevocation, long signingKeys) {

    static FeedState of(ResultSet row) throws SQLException {
        return new FeedState(
                new Position(new Mark(row.getLong(1), event(row, 2)), new Mark(row.getLong(11), text(row, 12))),
                event(row, 6),
                text(row, 13),
                row.getLong(10));
    }

    /**
     * Whether that position is part of this history. Signing keys need no mark of their own: each of their versions
     * has an event.
     */
    boolean continues(Position position) {
        return continuesEvents(position.events()) && continuesRevocations(position.revocations());
    }

    /** An event is never deleted while it is the last one: a missing one is too old to be followed from. */
    private boolean continuesEvents(Mark position) {
        return position.number() <= end.events().number()
                && position.fingerprint().equals(seenEvent);
    }

    /** A revocation is deleted some time after its token has ended, also when it is the last one. */
    private boolean continuesRevocations(Mark position) {
        return position.number() <= end.revocations().number()
                && (seenRevocation.isEmpty() || position.fingerprint().equals(seenRevocation));
    }

    /** Everything is to be read anew. */
    Changes anew(boolean otherHistory) {
        return new Changes(end, Set.of(), true, otherHistory, signingKeys, OptionalLong.of(0));
    }

    /** @param position that {@link #continues} */
    Changes since(Position position, Set<ClientId> clients, boolean all) {
        return new Changes(end, clients, all, false, signingKeys, revokedAfter(position.revocations()));
    }

    /**
     * Where the row of the position has been deleted, nothing shows that the history is still the same one: all
     * revocations are read again. They are few then, since the youngest one has expired.
     */
    private OptionalLong revokedAfter(Mark position) {
        if (position.number() == end.revocations().number()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(seenRevocation.isEmpty() ? 0 : position.number());
    }

    private static String event(ResultSet row, int column) throws SQLException {
        Optional<Instant> at = Sql.optionalInstant(row, column);
        return at.isEmpty()
                ? ""
                : EventMark.of(
                        at.get(),
                        row.getString(column + 1),
                        row.getString(column + 2),
                        Optional.ofNullable(row.getString(column + 3)));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }
}
