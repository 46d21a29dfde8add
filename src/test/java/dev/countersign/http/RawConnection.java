package dev.countersign.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that sends what no HTTP client would. One character is one byte. */
public final class RawConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    public RawConnection(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Over a connection that is there already, such as one with TLS. */
    public RawConnection(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(40_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Nothing more will come, though the answer is still awaited. */
    public void end() throws IOException {
        socket.shutdownOutput();
    }

    /** At once, whatever is under way: the other side learns of it when it writes (RFC 9293, section 3.10.4). */
    public void breakOff() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /**
     * The answer may come before the request has been sent, and the connection be closed then (RFC 9112, section 9.5):
     * it is heard all the same.
     */
    public Answer send(String request) throws IOException {
        try {
            write(request);
        } catch (SocketException closed) {
            try {
                return read(request.startsWith("HEAD "));
            } catch (IOException nothing) {
                nothing.addSuppressed(closed);
                throw nothing;
            }
        }
        return read(request.startsWith("HEAD "));
    }

    /** The answer to a request that expects 100: at once, or when {@code body} was asked for and sent. */
    public Answer readOrSend(String body) throws IOException {
        String statusLine = line();
        if (!statusLine.contains(" 100")) {
            return read(statusLine, false);
        }
        line();
        write(body);
        return read(false);
    }

    public Answer read(boolean head) throws IOException {
        return read(line(), head);
    }

    private Answer read(String statusLine, boolean head) throws IOException {
        List<String> fields = new ArrayList<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            fields.add(field);
        }
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        if (status == 100) {
            return read(head);
        }
        Answer answer = new Answer(status, fields, "");
        boolean empty = head || status == 204 || status == 304;
        return new Answer(status, fields, empty ? "" : body(answer));
    }

    private String body(Answer answer) throws IOException {
        if (answer.header("Transfer-Encoding").isPresent()) {
            StringBuilder body = new StringBuilder();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.append(text(in.readNBytes(size)));
                line();
            }
            line();
            return body.toString();
        }
        return answer.header("Content-Length").isPresent()
                ? text(in.readNBytes(
                        Integer.parseInt(answer.header("Content-Length").get())))
                : text(in.readAllBytes());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed after: " + text(line.toByteArray()));
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return text(line.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
