package dev.countersign.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What is sent on one connection of a crowd: the opening, and after it a piece again and again. Immutable.
 *
 * @param pieces how often the piece is sent
 * @param pause before each piece
 * @param reads whether answers are taken off the connection
 */
record Connection(String opening, String piece, long pieces, Duration pause, boolean reads) {

    static Connection silent() {
        return new Connection("", "", 0, Duration.ZERO, true);
    }

    static Connection sending(String head, String piece, long pieces) {
        return new Connection(head, piece, pieces, Duration.ZERO, true);
    }

    static Connection dripping(String opening, String piece, Duration pause) {
        return new Connection(opening, piece, Long.MAX_VALUE, pause, true);
    }

    static Connection unread(String request, long times) {
        return new Connection("", request, times, Duration.ZERO, false);
    }

    ByteBuffer openingBytes() {
        return bytes(opening);
    }

    ByteBuffer pieceBytes() {
        return bytes(piece);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
