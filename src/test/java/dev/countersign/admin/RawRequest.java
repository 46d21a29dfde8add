package dev.countersign.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request that no client library would send, from the administrator client. */
final class RawRequest {

    private RawRequest() {}

    /** @param start method and target */
    static int status(AdminServer server, String start) throws IOException {
        String request = start + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
                + AdminServer.basic("root", AdminServer.ROOT_SECRET) + "\r\n\r\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.uri("").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return Integer.parseInt(String.valueOf(reader.readLine()).split(" ", -1)[1]);
        }
    }
}
