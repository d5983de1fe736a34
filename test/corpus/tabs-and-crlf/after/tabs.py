import argparse

import fal
import fal_client
from pydantic import BaseModel


class AddInput(BaseModel):
	x: int = 2
	y: 'int' = 3


class Counter(fal.App):
	app_name = 'tabs'
	machine_type = 'M'

	def setup(self):
		self.n = 1

	@fal.endpoint('/')
	def add(self, input: AddInput):
		x, y = input.x, input.y
		# adds
		return self.n + x + y


@fal.function()
def twice(x):
	return x * 2


def main(n: int = 1):
	print(twice(n))
	print(fal_client.subscribe('your-username/tabs', arguments={'x': n}))


if __name__ == '__main__':
	parser = argparse.ArgumentParser()
	parser.add_argument('--n', type=int, default=1)
	args = parser.parse_args()
	main(n=args.n)
