/*
 * The floor under every generator that waits with epoll: one thread that sends the same request on
 * each of its connections again as soon as something came back. It parses nothing, times nothing,
 * checks nothing.
 *
 *   floor PORT PATH CONNECTIONS SECONDS
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1024, BATCH = 256 };

static int connected(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0 ||
      connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
    perror("floor: connect");
    exit(1);
  }
  return fd;
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "floor PORT PATH CONNECTIONS SECONDS\n");
    return 2;
  }
  int port = atoi(words[1]);
  int connections = atoi(words[3]);
  if (connections < 1 || connections > MOST) {
    fprintf(stderr, "floor: 1 to %d connections\n", MOST);
    return 2;
  }
  char request[1024];
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
                        words[2], port);
  time_t end = time(NULL) + atoi(words[4]);
  int set = epoll_create1(0);
  for (int i = 0; i < connections; i++) {
    int fd = connected(port);
    struct epoll_event readable = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(set, EPOLL_CTL_ADD, fd, &readable);
    send(fd, request, length, MSG_NOSIGNAL);
  }
  long responses = 0;
  static char response[65536];
  struct epoll_event ready[BATCH];
  while (time(NULL) < end) {
    int n = epoll_wait(set, ready, BATCH, 1000);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (recv(fd, response, sizeof response, MSG_DONTWAIT) <= 0 ||
          send(fd, request, length, MSG_NOSIGNAL) != length) {
        perror("floor");
        return 1;
      }
      responses++;
    }
  }
  printf("%ld responses\n", responses);
  return 0;
}
