package dev.countersign.container;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One request by HTTP/2 without TLS (RFC 9113), with pseudo-header fields that no client library would send. */
final class ClearHttp2 {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private ClearHttp2() {}

    /**
     * The frames that come back to the end of the answer, one character a byte; the server must not compress what it
     * writes itself.
     */
    static String send(int port, Map<String, String> fields) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            // Those that begin with a colon come first.
            new TreeMap<>(fields).forEach((name, value) -> {
                // RFC 7541, section 6.2.2: a literal, not indexed, with a new name.
                block.write(0);
                block.write(name.length());
                block.writeBytes(bytes(name));
                block.write(value.length());
                block.writeBytes(bytes(value));
            });
            out.writeBytes(frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray()));
            socket.getOutputStream().write(out.toByteArray());
            return answer(new DataInputStream(socket.getInputStream()));
        }
    }

    private static String answer(DataInputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (true) {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            int type = lengthAndType & 0xff;
            answer.append(new String(payload, StandardCharsets.ISO_8859_1)).append('\n');
            if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                return answer.toString();
            }
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >>> 16);
        frame.write(payload.length >>> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
