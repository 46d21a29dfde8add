package dev.countersign.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a body away that nobody wants, before the refusal is written. Otherwise Jetty closes the connection while the sender still writes, who then
 * finds it broken and never sees the refusal. Tomcat does the same by itself. Stateless.
 */
public final class UnreadBody {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);

    /** In bytes; whoever sends more has to open another connection, and may not see the refusal. */
    static final int MOST = 128 * 1024;

    private UnreadBody() {}

    /** To be called before a refusal is written. Does nothing when the body was read. */
    public static void discard(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        boolean none =
                announced <= 0 && Headers.all(request, "Transfer-Encoding").isEmpty();
        // Who waits for a 100 sends nothing more when he is refused.
        boolean waits = !Headers.all(request, "Expect").isEmpty();
        if (none || waits || announced > MOST) {
            return;
        }
        try {
            ServletInputStream in = request.getInputStream();
            byte[] away = new byte[4096];
            int left = MOST;
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = in.read(away);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the body of a refused request could not be read away", e);
        }
    }
}
