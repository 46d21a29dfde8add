package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a request's body as it is, once and bounded, and leaves no other copy of it behind: there may be a secret in it. Stateless. */
final class BodyBytes {

    /** In bytes: where a body that does not say how long it is begins. */
    private static final int FIRST_SIZE = 16 * 1024;

    private BodyBytes() {}

    /** @throws ProblemException when it has more than {@code most} bytes, or cannot be read */
    static byte[] read(HttpServletRequest request, int most) {
        long announced = request.getContentLengthLong();
        if (announced > most) {
            throw tooLarge(most);
        }
        byte[] buffer = new byte[announced >= 0 ? (int) announced : Math.min(FIRST_SIZE, most)];
        int length = 0;
        try {
            InputStream in = request.getInputStream();
            while (true) {
                length += in.readNBytes(buffer, length, buffer.length - length);
                int next = length < buffer.length ? -1 : in.read();
                if (next < 0) {
                    return cut(buffer, length);
                }
                if (length == most) {
                    throw tooLarge(most);
                }
                buffer = grown(buffer, most);
                buffer[length++] = (byte) next;
            }
        } catch (ProblemException e) {
            Arrays.fill(buffer, (byte) 0);
            throw e;
        } catch (IOException | RuntimeException e) {
            // Cut off, or badly framed, for which containers have exceptions of their own.
            Arrays.fill(buffer, (byte) 0);
            throw new ProblemException(ProblemKind.MALFORMED, "The body cannot be read.");
        }
    }

    static ProblemException tooLarge(int most) {
        return new ProblemException(ProblemKind.TOO_LARGE, "The body has more than " + most + " bytes.");
    }

    private static byte[] grown(byte[] buffer, int most) {
        byte[] grown = Arrays.copyOf(buffer, (int) Math.min(most, Math.max(FIRST_SIZE, 2L * buffer.length)));
        Arrays.fill(buffer, (byte) 0);
        return grown;
    }

    private static byte[] cut(byte[] buffer, int length) {
        if (length == buffer.length) {
            return buffer;
        }
        byte[] body = Arrays.copyOf(buffer, length);
        Arrays.fill(buffer, (byte) 0);
        return body;
    }
}
