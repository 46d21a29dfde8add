package dev.countersign.store.file;

import dev.countersign.text.TextPlace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a file, read at one moment. Immutable. */
record FileText(String text, FileStamp stamp) {

    /** Of a file: 10 000 clients with keys have about a third of that. */
    static final int MAX_BYTES = 64 << 20;

    /** @throws UnreadableFileException when it cannot be read, is too large, or changes while it is read */
    static FileText read(Path path) throws UnreadableFileException {
        try {
            FileStamp before = FileStamp.of(path);
            if (before.size() > MAX_BYTES) {
                throw tooLarge();
            }
            byte[] bytes;
            try (InputStream stream = Files.newInputStream(path)) {
                bytes = stream.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw tooLarge();
            }
            if (!FileStamp.of(path).equals(before)) {
                throw new UnreadableFileException("it is being written");
            }
            return new FileText(decoded(bytes), before);
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException("there is no such file");
        } catch (IOException e) {
            throw new UnreadableFileException(
                    "it cannot be read: " + e.getClass().getSimpleName() + ' ' + e.getMessage());
        }
    }

    private static UnreadableFileException tooLarge() {
        return new UnreadableFileException("it has more than " + MAX_BYTES + " bytes");
    }

    private static String decoded(byte[] bytes) throws UnreadableFileException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        chars.flip();
        String text = chars.toString();
        if (result.isError()) {
            throw new UnreadableFileException(TextPlace.of(text, text.length()) + ": not UTF-8");
        }
        return text;
    }
}
